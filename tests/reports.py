"""Some reports of our own, and the dataset that they make, for the tests of query, panel and fill."""

from pathlib import Path

from extract.cli.convert import convert

REPORTS = {
    "a.txt": "赫章县2018年政府工作报告\n2018年，全县地区生产总值151.2亿元，增长10.5%；年末贫困人口3.99万人，贫困发生率5.6%。松林坡乡箐营村有贫困户104户。\n"
             "全县耕地面积30万亩。2019年计划新建通村公路36公里。\n",
    "b.txt": "赫章县2019年政府工作报告\n2018年，全县地区生产总值151.23亿元，年末贫困人口3.87万人，耕地面积2万公顷。"
             "2019年，全县地区生产总值163亿元，下降1.5%，年末贫困人口约1.2万人。\n威宁县、赫章县贫困发生率均为2%。\n",
    "old/c.txt": "贵州省毕节地区赫章县2009年政府工作报告\n2009年，全县地区生产总值45亿元，年末贫困人口12万人。\n",
    "d.txt": "江苏省南京市鼓楼区2018年政府工作报告\n2018年，全区地区生产总值1389亿元。\n",
    "e.txt": "福建省福州市鼓楼区2018年政府工作报告\n2018年，全区地区生产总值1700亿元，一般公共预算收入2.5亿美元。\n",
    "f.txt": "2019年全国统计公报\n全国粮食产量66384万吨。\n",
}


def make(folder: Path, to: str = "t.duckdb") -> Path:
    """The dataset of the reports, as a DuckDB file or a folder of Parquet parts (a name that ends in /)."""
    for name, text in REPORTS.items():
        path = folder / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    convert([folder / "reports"], str(folder / to) + "/" * to.endswith("/"), jobs=1, quiet=True)
    return folder / to
