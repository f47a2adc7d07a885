"""The pixels of a HEIC picture, unpacked without a thread: the jail has none.

What Pillow's plug-in asks of libheif always starts one. libheif's own functions can be told to start none; they are found
through the plug-in's module, which is linked with them. Source: `heif_decoding.h` of libheif, version 8 of its options.
"""

import ctypes
from ctypes import POINTER, byref, c_int, c_size_t, c_uint8, c_void_p
from typing import Any

from PIL import Image

from muniment.intake.limits import LimitReached, Unreadable
from muniment.model.state import State

try:
    from pi_heif.heif import _pi_heif
except ImportError:
    _pi_heif = None

_RGB, _INTERLEAVED = 1, 10  # heif_colorspace_RGB; heif_chroma_interleaved_RGB and heif_channel_interleaved
_VERSION = 8  # of the options, from which on they say how many threads the codec has
_NONE = -1  # threads of the codec: 0 stands for as many as it likes, and that is one


class _Error(ctypes.Structure):
    _fields_ = (("code", c_int), ("sub", c_int), ("message", ctypes.c_char_p))


class _Colours(ctypes.Structure):
    _fields_ = (("version", c_uint8), ("down", c_int), ("up", c_int), ("only", c_uint8))


class _Options(ctypes.Structure):
    _fields_ = (
        ("version", c_uint8),
        ("as_stored", c_uint8),  # not turned as the file says
        ("started", c_void_p),
        ("progressed", c_void_p),
        ("ended", c_void_p),
        ("about", c_void_p),
        ("eight_bits", c_uint8),
        ("strict", c_uint8),
        ("decoder", c_void_p),
        ("colours", _Colours),
        ("cancelled", c_void_p),
        ("more_colours", c_void_p),
        ("every_frame", c_int),
        ("profile", c_void_p),
        ("library_threads", c_int),
        ("codec_threads", c_int),
    )


def _library() -> Any:
    """libheif, with what its functions return; None where it is not there, or was built otherwise."""
    if _pi_heif is None:
        return None
    pointer, number = c_void_p, c_int
    returned = {
        "heif_context_alloc": pointer,
        "heif_context_free": None,
        "heif_context_set_max_decoding_threads": None,
        "heif_context_read_from_memory_without_copy": _Error,
        "heif_context_get_number_of_top_level_images": number,
        "heif_context_get_list_of_top_level_image_IDs": number,
        "heif_context_get_image_handle": _Error,
        "heif_image_handle_get_width": number,
        "heif_image_handle_get_height": number,
        "heif_image_handle_release": None,
        "heif_decoding_options_alloc": POINTER(_Options),
        "heif_decoding_options_free": None,
        "heif_decode_image": _Error,
        "heif_image_get_width": number,
        "heif_image_get_height": number,
        "heif_image_get_plane_readonly": pointer,
        "heif_image_release": None,
    }
    try:
        found = ctypes.CDLL(_pi_heif.__file__)
        for name, kind in returned.items():
            getattr(found, name).restype = kind
    except (ImportError, OSError, AttributeError):
        return None
    options = found.heif_decoding_options_alloc()
    fits = options and options.contents.version >= _VERSION
    found.heif_decoding_options_free(options)
    return found if fits else None


_HEIF = _library()  # now: the jail opens no file


def unpacked(data: bytes, number: int, most: int) -> Image.Image:
    """The picture of this number, from 1, turned as a viewer shows it; of at most so many pixels.

    Raises: Unreadable, LimitReached, OSError where it is damaged.
    """
    if _pi_heif is None:
        raise Unreadable(State.UNREAD_DEPENDENCY_MISSING, "missing-library")
    if _HEIF is None:
        raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported")
    context, handle = c_void_p(_HEIF.heif_context_alloc()), c_void_p()
    try:
        _HEIF.heif_context_set_max_decoding_threads(context, 0)
        _held(_HEIF.heif_context_read_from_memory_without_copy(context, data, c_size_t(len(data)), None))
        count = _HEIF.heif_context_get_number_of_top_level_images(context)
        ids = (ctypes.c_uint32 * max(count, 1))()
        _HEIF.heif_context_get_list_of_top_level_image_IDs(context, ids, count)
        if not 1 <= number <= count:
            raise OSError(f"there is no picture {number}")
        _held(_HEIF.heif_context_get_image_handle(context, ids[number - 1], byref(handle)))
        if _HEIF.heif_image_handle_get_width(handle) * _HEIF.heif_image_handle_get_height(handle) > most:
            raise LimitReached("limit-pixels")
        return _decoded(handle)
    finally:
        _HEIF.heif_image_handle_release(handle)
        _HEIF.heif_context_free(context)


def _decoded(handle: c_void_p) -> Image.Image:
    options, image, stride = _HEIF.heif_decoding_options_alloc(), c_void_p(), c_int()
    options.contents.eight_bits = 1
    options.contents.library_threads, options.contents.codec_threads = 0, _NONE
    try:
        _held(_HEIF.heif_decode_image(handle, byref(image), _RGB, _INTERLEAVED, options))
        width = _HEIF.heif_image_get_width(image, _INTERLEAVED)
        height = _HEIF.heif_image_get_height(image, _INTERLEAVED)
        plane = _HEIF.heif_image_get_plane_readonly(image, _INTERLEAVED, byref(stride))
        if not plane or width < 1 or height < 1:
            raise OSError("it has no pixels")
        pixels = ctypes.string_at(plane, stride.value * height)
    finally:
        _HEIF.heif_image_release(image)
        _HEIF.heif_decoding_options_free(options)
    return Image.frombytes("RGB", (width, height), pixels, "raw", "RGB", stride.value, 1)


def _held(error: _Error) -> None:
    """Raises: OSError, with what the library says is wrong."""
    if error.code:
        raise OSError(bytes(error.message or b"it cannot be unpacked").decode("utf-8", "replace"))
