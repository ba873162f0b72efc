"""The words by which one text is compared with another: what it is about, without the small words around it."""

import re

import rjieba

TERMS = 24
"""The most words of one text that are kept (our default): a title and the beginning of a description."""
_CHINESE = re.compile(r"[㐀-鿿]{2,}|[a-z][a-z0-9]+")
_SAYING_NOTHING = """
一个 一些 以及 可以 需要 希望 提供 我们 你们 他们 有关 相关 进行 开展 社区 居民 单位
服务 活动 每次 每周 每月 各类 其他 方面 如果 由于 因此 对于 关于 并且 或者 以上 以下
左右 使用 免费 名称 样例 示范 北京 北京市 朝阳 朝阳区 街道 没有 不能 已经 就是 还有
包括 方便 面向 安排 支持
"""
_SMALL = frozenset(_SAYING_NOTHING.split())
"""Words that say nothing about what is offered or needed (our list)."""


def match_terms(*texts: str) -> list[str]:
    """The words of these texts that say what they are about, each once, in the order of their first use; at most 24.

    >>> match_terms("社区老年人义诊活动", "希望测量血压")
    ['老年人', '义诊', '测量', '血压']
    """
    found: dict[str, None] = {}
    for text in texts:
        for word in rjieba.cut(text.lower()):
            if word not in _SMALL and _CHINESE.fullmatch(word):
                found.setdefault(word)
    return list(found)[:TERMS]
