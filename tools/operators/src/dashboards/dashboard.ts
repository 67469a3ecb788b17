import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { both, type Words } from '../words.js';
import { build, datasource, type Panel } from './panel.js';

/** A page of pictures about one thing. */
export interface Dashboard {
  /** `overview`: the file and, with `huying-` before it, the address in Grafana. */
  readonly name: string;
  readonly title: Words;
  readonly about: Words;
  readonly panels: readonly Panel[];
}

/** A choice of values at the head of a dashboard, all of them at first. */
const choice = (name: string, label: Words, query: string) =>
  new dashboard.QueryVariableBuilder(name)
    .label(both(label))
    .datasource(datasource)
    .query(query)
    .definition(query)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: 'All', value: '$__all' });

/** What the variables of every dashboard are asked with; the check asks the same. */
export const variableQueries = {
  community: 'label_values(huying_needs, community)',
  service: 'label_values(huying_database_pool_size, service)',
} as const;

/** A dashboard as Grafana reads it from a file. */
export function toGrafana({ name, title, about, panels }: Dashboard): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder(`呼应 ${both(title)}`)
    .uid(`huying-${name}`)
    .description(`${about.zh}\n\n${about.en}`)
    .tags(['huying'])
    .timezone('browser')
    .time({ from: 'now-6h', to: 'now' })
    .refresh('30s')
    .readonly()
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .withVariable(
      new dashboard.DatasourceVariableBuilder('datasource').label('数据源 · Data source').type('prometheus'),
    )
    .withVariable(choice('community', { zh: '社区', en: 'Community' }, variableQueries.community))
    .withVariable(choice('service', { zh: '服务', en: 'Service' }, variableQueries.service))
    .withVariable(
      new dashboard.TextBoxVariableBuilder('runbooks').label('处置手册 · Runbooks').defaultValue('docs/runbooks'),
    )
    .link(
      new dashboard.DashboardLinkBuilder('呼应')
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags(['huying'])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true),
    );
  for (const panel of panels) builder.withPanel(build(panel));
  return builder.build();
}
