"""Chinese marks and spacing: mended where a Chinese text stands, never in code, addresses or other languages."""

from __future__ import annotations

import pytest

from storeapp.articles.markdown.chinese_marks import mended


@pytest.mark.parametrize(
    ("text", "must"),
    [
        ("台灯要亮,不要刺眼.", "台灯要亮，不要刺眼。"),
        ("为什么?因为!!", "为什么？因为！！"),
        ("价格:2700元(含税).", "价格：2700 元（含税）。"),
        ("用USB充电,约3小时", "用 USB 充电，约 3 小时"),
        ("**重点**, 说明", "**重点**，说明"),
        ("你好 ，世界 。", "你好，世界。"),
        ("他说“好”.然后", "他说“好”。然后"),
        ("占50%的人", "占 50% 的人"),
        ("第一章 台灯", "第一章 台灯"),  # a space between Chinese words parts them
        ("9:30 开门", "9:30 开门"),
        ("台灯 v1.2.3", "台灯 v1.2.3"),
        ("见 https://a.com/x,b?x=1 吧", "见 https://a.com/x,b?x=1 吧"),
        ("写信 a@b.cn,谢谢", "写信 a@b.cn,谢谢"),
        ("看[说明](a,b(c).html)吧", "看[说明](a,b(c).html)吧"),
        ("用`中,文`写", "用`中,文`写"),
        ("```\n中,文\n```\n中,文", "```\n中,文\n```\n中，文"),
        ("plain, English (text). 5:30!", "plain, English (text). 5:30!"),
        ("これは、台灯,です", "これは、台灯,です"),
        ("", ""),
    ],
)
def test_marks_are_mended_once(text, must):
    found, count = mended(text)
    assert found == must
    assert (count > 0) == (found != text)
    assert mended(found) == (found, 0)
