"""How much modern compositions share with the classical formula they come from, before and after the reading of names.

    python benchmarks/overlap_canonical.py ../shared/data/tk/classical_formulas.jsonl.gz

For well-known ready-made medicines the composition of the Pharmacopoeia (facts, named by trade names as on the packet) is
compared with the classical formulas of the same name: plain Jaccard of names as written, Jaccard of canonical sets, and
graded overlap (near substances count by their grade). The best of the formulas of that name is taken, as a reader would.
No rule of the engine knows this list.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from erdem.lib.folding import fold_formula_name
from erdem.overlap import engine
from erdem.overlap.engine import Pool
from erdem.overlap.engine.formula.compare import claimed_items, pair_items
from erdem.overlap.engine.formula.items import Item, items_of
from erdem.overlap.engine.records import Ingredient

SEED = Path(__file__).resolve().parents[1] / "erdem" / "knowledge" / "seeds" / "substances.jsonl"
# Name on the packet, endings of the classical name to look for, composition as on the packet.
MEDICINES = (
    ("六味地黄丸", ("六味地黄丸", "地黄丸"), "熟地黄 酒萸肉 牡丹皮 山药 茯苓 泽泻"),
    ("归脾丸", ("归脾汤", "归脾丸"), "党参 炒白术 炙黄芪 炙甘草 茯苓 制远志 炒酸枣仁 龙眼肉 当归 木香 大枣"),
    ("补中益气丸", ("补中益气汤",), "炙黄芪 党参 炙甘草 炒白术 当归 升麻 柴胡 陈皮"),
    ("逍遥丸", ("逍遥散",), "柴胡 当归 白芍 炒白术 茯苓 炙甘草 薄荷 生姜"),
    ("藿香正气丸", ("藿香正气散",), "广藿香 紫苏叶 白芷 炒白术 陈皮 法半夏 姜厚朴 茯苓 桔梗 甘草 大腹皮 大枣 生姜"),
    ("保和丸", ("保和丸",), "焦山楂 炒六神曲 制半夏 茯苓 陈皮 连翘 炒莱菔子 炒麦芽"),
    ("龙胆泻肝丸", ("龙胆泻肝汤",), "龙胆 柴胡 黄芩 炒栀子 泽泻 木通 盐车前子 酒当归 地黄 炙甘草"),
    ("十全大补丸", ("十全大补汤",), "党参 炒白术 茯苓 炙甘草 当归 川芎 酒白芍 熟地黄 炙黄芪 肉桂"),
    ("参苓白术散", ("参苓白术散",), "人参 茯苓 炒白术 山药 炒白扁豆 莲子 炒薏苡仁 砂仁 桔梗 甘草"),
    ("二陈丸", ("二陈汤",), "陈皮 制半夏 茯苓 甘草"),
    ("香砂养胃丸", ("养胃汤",), "木香 砂仁 白术 陈皮 茯苓 制半夏 醋香附 枳实 豆蔻 姜厚朴 广藿香 甘草"),
    ("五苓散", ("五苓散",), "茯苓 泽泻 猪苓 肉桂 炒白术"),
    ("平胃丸", ("平胃散",), "炒苍术 姜厚朴 陈皮 炙甘草"),
    ("防风通圣丸", ("防风通圣散",), "防风 荆芥穗 薄荷 麻黄 大黄 芒硝 栀子 滑石 桔梗 石膏 川芎 当归 白芍 黄芩 连翘 甘草 炒白术"),
    ("川芎茶调散", ("川芎茶调散",), "川芎 白芷 羌活 细辛 防风 荆芥 薄荷 甘草"),
    ("苏合香丸", ("苏合香丸",), "苏合香 安息香 冰片 水牛角浓缩粉 人工麝香 檀香 沉香 丁香 香附 木香 制乳香 荜茇 白术 诃子肉 朱砂"),
    ("木香槟榔丸", ("木香槟榔丸",), "木香 槟榔 枳壳 陈皮 青皮 香附 醋三棱 莪术 黄连 黄柏 大黄 炒牵牛子 芒硝"),
    ("肾气丸", ("肾气丸", "八味肾气丸", "崔氏八味丸"), "肉桂 附子 熟地黄 酒萸肉 牡丹皮 山药 茯苓 泽泻"),
    ("生脉饮", ("生脉散",), "红参 麦冬 五味子"),
    ("人参养荣丸", ("人参养荣汤",), "人参 土炒白术 茯苓 炙甘草 当归 熟地黄 麸炒白芍 炙黄芪 陈皮 制远志 肉桂 酒蒸五味子"),
)  # fmt: skip


def main(path: str) -> None:
    """Print one line for each medicine and the means. Raises OSError when the file cannot be read."""
    records, _problems = engine.read_tk(Path(path))
    pool = engine.prepare(records, engine.load_seed(SEED))
    print(f"{'medicine':<12} {'found':>5} {'as written':>10} {'canonical':>10} {'graded':>8}")
    rows = []
    for name, wanted, written in MEDICINES:
        names = {fold_formula_name(one) for one in wanted}
        places = [at for at, record in enumerate(pool.records) if fold_formula_name(record.name) in names]
        figures = [overlaps(pool, at, written.split()) for at in places]
        if not figures:
            print(f"{name:<12} {0:>5}")
            continue
        best = tuple(max(values) for values in zip(*figures, strict=True))
        rows.append(best)
        print(f"{name:<12} {len(places):>5} {best[0]:>10.2f} {best[1]:>10.2f} {best[2]:>8.2f}")
    means = [sum(values) / len(rows) for values in zip(*rows, strict=True)]
    print(f"{'mean':<12} {len(rows):>5} {means[0]:>10.2f} {means[1]:>10.2f} {means[2]:>8.2f}")


def overlaps(pool: Pool, place: int, written: Sequence[str]) -> tuple[float, float, float]:
    """Shares of one formula and one composition: names as written, canonical sets, graded."""
    record = pool.records[place]
    modern = items_of([Ingredient(name=name) for name in written], pool.canonicalise)
    classical = [item for item in pool.compositions[place] if not item.is_provisional]
    plain = jaccard({one.name for one in record.ingredients}, set(written))
    canonical = jaccard({item.id for item in classical}, {item.id for item in modern})
    return plain, canonical, graded(pool, classical, modern)


def jaccard(first: set[str], second: set[str]) -> float:
    """Shared of all."""
    return len(first & second) / len(first | second) if first | second else 0.0


def graded(pool: Pool, classical: Sequence[Item], modern: tuple[Item, ...]) -> float:
    """Jaccard in which a pair of near substances counts by its grade."""
    shared = pair_items(classical, claimed_items(modern, pool.lexicon).items, pool.index, pool.grades)
    matched = sum(pair.grade.value for pair in shared)
    return matched / max(len(classical) + len(modern) - len(shared), 1)


if __name__ == "__main__":
    main(sys.argv[1])
