#pragma once

#include <string_view>

namespace maker {

/// The style of the HTML report: the colours of the window, dark or light.
inline constexpr std::string_view kReportStyle = R"css(
:root{--bg:#E6EAEF;--panel:#FFFFFF;--line:#D5DCE5;--grid:#EDF0F4;--text:#121820;--muted:#5C6878;--accent:#1F66D6;
--own:#7C5CE0;--gain:#08734E;--loss:#C22537;--draw:#DB4A59;--warn:#8A5A00;--spread:#3F86E0;--rebates:#2FA79B;
--inventory:#D39C36;--fees:#94A0B0;--total:#121820;--base:#AEB9C7}
@media (prefers-color-scheme:dark){:root{--bg:#080B10;--panel:#0E1218;--line:#242D3A;--grid:#161C26;--text:#E6EBF2;
--muted:#8E9AAC;--accent:#66A9FF;--own:#BBA0FF;--gain:#37C890;--loss:#FF7280;--draw:#D24654;--warn:#F2B544;
--inventory:#C9953B;--fees:#6C788A;--total:#F2F5F9;--base:#3A4658}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1100px;padding:24px;background:var(--bg);color:var(--text);
font:14px/1.45 Inter,"Segoe UI",system-ui,sans-serif}
h1{font-size:22px;margin:0}h2{font-size:16px;margin:28px 0 8px}header p{margin:2px 0 16px}
.muted,.unit,.axis{color:var(--muted)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:4px;margin-bottom:4px}
.tiles div{background:var(--panel);padding:10px 12px}
.tiles span{display:block;color:var(--muted);font-size:12px}
.tiles b{font-size:17px;font-weight:600}
figure{margin:0 0 4px;padding:10px 12px 4px;background:var(--panel)}
figcaption{margin-bottom:4px}
.key{margin-left:14px;color:var(--muted)}
.key i{display:inline-block;width:9px;height:9px;margin-right:5px;background:currentColor}
svg{display:block;width:100%;height:auto}
svg text{font:11px ui-monospace,"JetBrains Mono",Consolas,monospace;fill:var(--muted)}
.grid{stroke:var(--grid)}.base{stroke:var(--base)}
.line{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linejoin:round}
.thin{stroke-width:1}.area{fill:currentColor;fill-opacity:.14;stroke:none}
.band{fill:currentColor;fill-opacity:.75;stroke:none}.dot{fill:var(--panel);stroke:currentColor;stroke-width:1.6}
.accent{color:var(--accent)}.own{color:var(--own)}.draw{color:var(--draw)}.spread{color:var(--spread)}
.rebates{color:var(--rebates)}.inventory{color:var(--inventory)}.fees{color:var(--fees)}.total{color:var(--total)}
.note{fill:none;stroke:currentColor;stroke-width:1}.ok>.note{stroke:var(--muted);stroke-dasharray:2 3}
.reach{fill:none;stroke:transparent;stroke-width:9}
.buy{color:var(--gain)}.sell{color:var(--loss)}
.gain,.ok{color:var(--gain)}.loss,.bad{color:var(--loss)}.unsure{color:var(--warn)}
.columns{columns:2 420px;column-gap:4px}
table{width:100%;border-collapse:collapse;background:var(--panel);margin-bottom:4px;break-inside:avoid}
caption{text-align:left;font-weight:600;padding:8px 12px;background:var(--panel)}
th,td{padding:3px 12px;text-align:left;font-weight:400;border-top:1px solid var(--grid);overflow-wrap:anywhere}
th{color:var(--muted)}
.num{text-align:right;font-family:ui-monospace,"JetBrains Mono",Consolas,monospace;white-space:nowrap}
.unit{width:1%;white-space:nowrap;padding-left:0}
.changed{color:var(--accent);font-weight:600}
tr[title]{cursor:help}
footer{margin:20px 0 8px;font-size:12px}
@media print{body{background:none}}
)css";

} // namespace maker
