"""The outside of Gongzhi: processes, the command line, HTTP, identity. What the product does is in ``schema``."""
