"""The commands of ``gongzhi``, a module for each group of them; ``api.cli`` lists them."""
