import { problemView, type ForeignApi, type Problem } from '@huying/http';
import { contentTypes, formats, write, type Format } from './document.js';
import { reading, readMultipart, readUrlencoded } from './form.js';

export const PREFIX = '/open311';

const formatOf = (url: string): Format => {
  const [path = '', query = ''] = url.split('?');
  const named = /\.(\w+)$/.exec(path)?.[1] ?? new URLSearchParams(query).get('format');
  return formats.find((one) => one === named) ?? 'xml';
};

/** The format may stand in the query instead of the path, or nowhere: XML. */
function route(url: string): string {
  const [path = '', ...query] = url.split('?');
  if (/\.\w+$/.test(path)) return url;
  return [`${path.replace(/\/$/, '')}.${formatOf(url)}`, ...query].join('?');
}

/**
 * The specification knows 403 (api_key), 404 (service_code, jurisdiction_id or service_request_id not found) and 400. That somebody has to wait
 * (429, 503), or that the fault is ours (500), stays what it is, so that clients try again.
 */
const statusOf = ({ status }: Problem['type']): number =>
  status === 403 || status === 404 || status === 429 || status >= 500 ? status : 400;

/** How the service speaks to clients of Open311. */
export const open311Api: ForeignApi = {
  prefix: PREFIX,
  bodies: {
    'application/x-www-form-urlencoded': reading(readUrlencoded),
    'multipart/form-data': reading(readMultipart),
  },
  route,
  refusal: (problem, language, url) => {
    const { detail, errors = [] } = problemView(problem, language, url, '');
    const status = statusOf(problem.type);
    const separator = language === 'en' ? ': ' : ':';
    const faults = errors.map((error) => `${error.pointer.replace(/^\/(fields\/)?/, '')}${separator}${error.detail}`);
    const descriptions = faults.length > 0 ? faults : [detail];
    const format = formatOf(url);
    return {
      status,
      contentType: contentTypes[format],
      body: write(
        format,
        'errors',
        descriptions.map((description) => ({ code: status, description })),
      ),
    };
  },
};
