from annotations.units import _quoted

quoted = _quoted
