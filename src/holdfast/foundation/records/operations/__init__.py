from .spine import EditedMeanwhile, check_version, link, move, open_record, restrict, touch

__all__ = ["EditedMeanwhile", "check_version", "link", "move", "open_record", "restrict", "touch"]
