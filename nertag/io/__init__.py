"""Bytes to lines and back: compression, encodings, atomic and resumable files, threads."""

from nertag.io.atomic import check_folder, replacing, replacing_all
from nertag.io.compression import plain_name
from nertag.io.encodings import Replaced, decode_pieces
from nertag.io.find import FoundFile, find_files
from nertag.io.inputs import HEAD_OF_A_PIPE, open_bytes, reading_pipes_again, sha256_of
from nertag.io.lines import (
    BOM,
    LONGEST_LINE,
    decode_lines,
    read_blocks,
    read_lines,
)
from nertag.io.locks import folder_locked, only_writer, sync_folder
from nertag.io.long_line import Line, LongLine
from nertag.io.parallel import cores, in_order, read_in_order
from nertag.io.resumable import Output, resumable

__all__ = [
    "BOM",
    "HEAD_OF_A_PIPE",
    "LONGEST_LINE",
    "FoundFile",
    "Line",
    "LongLine",
    "Output",
    "Replaced",
    "check_folder",
    "cores",
    "decode_lines",
    "decode_pieces",
    "find_files",
    "folder_locked",
    "in_order",
    "only_writer",
    "open_bytes",
    "plain_name",
    "read_blocks",
    "read_in_order",
    "read_lines",
    "reading_pipes_again",
    "replacing",
    "replacing_all",
    "resumable",
    "sha256_of",
    "sync_folder",
]
