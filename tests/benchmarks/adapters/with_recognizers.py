"""Microsoft Recognizers-Text for Chinese: numbers, percentages, currencies, measures with ages, times."""

from serve import serve

UNITS = {
    "Chinese yuan": "元", "Jiao": "角", "Fen": "分钱", "United States dollar": "美元", "Hong Kong dollar": "港元", "Euro": "欧元", "Japanese yen": "日元", "New Taiwan dollar": "新台币",
    "British pound": "英镑", "Pound": "英镑", "Swiss franc": "瑞士法郎", "Nigerian naira": "奈拉", "Thai baht": "泰铢", "Russian ruble": "卢布", "South Korean won": "韩元",
    "Korean won": "韩元", "Australian dollar": "澳元", "Canadian dollar": "加元", "Singapore dollar": "新加坡元", "Indian rupee": "卢比", "Macanese pataca": "澳门元",
    "Vietnamese dong": "越南盾", "Swedish krona": "瑞典克朗", "Philippine peso": "比索", "Mexican peso": "比索", "Peso": "比索", "United Arab Emirates dirham": "迪拉姆",
    "Malaysian ringgit": "马来西亚林吉特", "Ruble": "卢布", "Macau Pataca": "澳门元", "Dollar": "美元", "Square centimetre": "平方厘米", "Microns": "微米", "Rupee": "卢比", "Dirham": "迪拉姆",
    "Mu": "亩", "Hectare": "公顷", "Square meter": "平方米", "Square kilometer": "平方公里", "Square centimeter": "平方厘米", "Acre": "英亩",
    "Kilometer": "公里", "Meter": "米", "Decimeter": "分米", "Centimeter": "厘米", "Millimeter": "毫米", "Micrometer": "微米", "Nanometer": "纳米", "Li": "里", "Zhang": "丈",
    "Chi": "尺", "Inch": "英寸", "Foot": "英尺", "Mile": "英里", "Nautical mile": "海里",
    "Ton": "吨", "Metric ton": "吨", "Kilogram": "公斤", "Gram": "克", "Milligram": "毫克", "Microgram": "微克", "Jin": "斤", "Liang": "两", "Dan": "担", "Picul": "担", "Ounce": "盎司",
    "Carat": "克拉", "Qian": "钱",
    "Cubic meter": "立方米", "Cubic centimeter": "立方厘米", "Liter": "升", "Milliliter": "毫升", "Gallon": "加仑",
    "Kilowatt-hour": "千瓦时", "Kilowatt": "千瓦", "Megawatt": "兆瓦", "Watt": "瓦", "Horsepower": "马力", "Kilocalorie": "大卡", "Joule": "焦",
    "Year": "岁", "Kilometer per hour": "公里/小时", "Meter per second": "米/秒", "Meter per Second": "米/秒", "Gigabyte": "GB", "Megabyte": "兆字节", "Hertz": "赫兹",
}


def load():
    """`number`, `percent`, `currency`, `dimension`, `time`."""
    from recognizers_suite import (
        Culture, recognize_age, recognize_currency, recognize_datetime, recognize_dimension, recognize_number, recognize_percentage,
    )

    def finder(*recognizers):
        def find(text):
            return [mention(found) for recognize in recognizers for found in recognize(text, Culture.Chinese) if "value" in (found.resolution or {})]

        return find

    def time(text):
        return [(found.start, found.end + 1, None, None, "") for found in recognize_datetime(text, Culture.Chinese)]

    finders = {
        "number": finder(recognize_number), "percent": finder(recognize_percentage), "currency": finder(recognize_currency),
        "time": time,
    }
    measures = finder(recognize_dimension, recognize_age)

    def durations(text):
        """They are times there, counted in seconds."""
        for found in recognize_datetime(text, Culture.Chinese):
            if found.type_name == "datetimeV2.duration":
                yield found.start, found.end + 1, found.resolution["values"][0]["value"], None, "秒"

    finders["measures"] = measures
    finders["dimension"] = lambda text: [*measures(text), *durations(text)]
    finders["all"] = lambda text: [mention for name in ("number", "percent", "currency", "measures", "time") for mention in finders[name](text)]
    return finders


def mention(found):
    """A span (its last character counts there), a value, and the unit in Chinese where it is one that is compared."""
    value = found.resolution["value"]
    unit = found.resolution.get("unit", "%" if value and value.endswith("%") else "")
    return found.start, found.end + 1, value and value.rstrip("%"), None, UNITS.get(unit, unit)


if __name__ == "__main__":
    serve(load, ["recognizers-text-suite", "emoji"])
