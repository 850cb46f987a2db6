"""The official documents of this room, handed to `documents` as opaque objects. Their words are Vietnamese by law."""
