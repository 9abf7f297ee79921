from .spine import EditedMeanwhile, check_version, link, move, open_record, past_references, restrict, touch

__all__ = ["EditedMeanwhile", "check_version", "link", "move", "open_record", "past_references", "restrict", "touch"]
