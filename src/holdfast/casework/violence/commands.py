from holdfast.kernel.commands import Command

COMMANDS: list[Command] = []
