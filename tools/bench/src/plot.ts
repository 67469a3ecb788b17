import { View, parse } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** How all plots of the reports look. */
export const plotConfig: TopLevelSpec['config'] = {
  background: 'white',
  font: 'sans-serif',
  axis: { labelFontSize: 12, titleFontSize: 13, titlePadding: 8 },
  legend: { labelFontSize: 12, titleFontSize: 13, labelLimit: 0 },
  title: { fontSize: 15, anchor: 'start', offset: 12 },
};

/** A plot as SVG text; drawn without a browser. */
export async function drawn(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile({ config: plotConfig, ...spec }).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}
