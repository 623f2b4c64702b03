"""The `AUTHBRIDGE` setting, read when used. `settings` lists its keys; `configuration` makes something of them."""

from authbridge.conf.configuration import Conf, current, debug, deployed, keys, secret_key, setting

__all__ = ["Conf", "current", "debug", "deployed", "keys", "secret_key", "setting"]
