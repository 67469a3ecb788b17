import {
  commonProblems,
  problemView,
  protection,
  routingTable,
  type Language,
  type Problem,
  type ServiceDefinition,
} from '@huying/http';

/** How many copies of one service the edge spreads requests over. */
const COPIES = 4;

/**
 * The configuration of the edge (HAProxy): one door for services that run apart, made from the paths that they own. It
 * expects each service under its name and port 8080, and the development issuer, if there is one, under `issuer`.
 * HAProxy and not nginx, which sends no more of a body once its answer has begun: imports of thousands would stall.
 */
export function edgeConfiguration(definitions: readonly ServiceDefinition[]): string {
  const names = definitions.map(({ name }) => name);
  return `# Made by \`npm run generate\` from the paths that the services declare: change those, or tools/generate/src/edge.ts.

global
  log stdout format raw local0
  fd-hard-limit 40000 # or what the machine allows if that is less; an open feed takes two
  hard-stop-after 15s

# Services are looked up again and again: one may be away, come back elsewhere or be several, and the edge goes on.
resolvers names
  parse-resolv-conf
  resolve_retries 2
  timeout resolve 1s
  timeout retry 500ms
  hold valid 2s
  hold obsolete 2s
  hold nx 2s

defaults
  mode http
  log global
  option dontlognull
  # Epoch milliseconds and JSON as in the services' logs; without the query, which may hold what people search for.
  log-format '{"level":30,"time":%Ts%ms,"service":"edge","requestId":"%[var(txn.id)]","method":"%[var(txn.method),json(utf8s)]","path":"%[var(txn.path),json(utf8s)]","owner":"%b","status":%ST,"ms":%Ta,"bytes":%B,"ended":"%ts"}'
  retries 1
  timeout connect 1s
  timeout http-request 10s
  timeout http-keep-alive 15s
  # Of silence; the feed's heartbeat is quicker.
  timeout client 75s
  timeout server 75s
  default-server init-addr none resolvers names resolve-prefer ipv4
  # Bodies go through as they come, both ways at once: the import answers while it still reads. Each service has its limit.
${[502, 503, 504].map((status) => `  http-error status ${status} ${answer(commonProblems.serviceUnavailable())}\n`).join('')}
frontend edge
  bind :8080

  # The client's request id if it is fit for logs, else a new one; the services take it over.
  http-request set-var(txn.id) uuid
  http-request set-var(txn.id) req.fhdr(x-request-id) if { req.fhdr(x-request-id) -m reg '^[A-Za-z0-9_-]{8,64}$' }
  http-request set-var(txn.method) method
  http-request set-var(txn.path) path
  http-request set-header X-Request-Id %[var(txn.id)]
  http-after-response set-header X-Request-Id %[var(txn.id)]
  # What protects those who read an answer in a browser, where no service has said it: the edge's own answers, other people's issuers.
${protecting()}  http-request set-log-level silent if { path_beg /health/ }

  # Replaced, not added to: the services believe it.
  http-request del-header x-forwarded- -m beg
  http-request set-header X-Forwarded-For %[src]
  http-request set-header X-Forwarded-Proto http

  # What the edge itself refuses, it refuses as the services do.
  acl english req.fhdr(accept-language) -m reg -i '^ *en([^a-z]|$)'
  http-request set-var(txn.language) str(zh-CN)
  http-request set-var(txn.language) str(en) if english
${texts(commonProblems.serviceUnavailable())}
  http-after-response set-status 503 reason "Service Unavailable" if { status 502 504 }

  # The edge's own health, and that of each service.
  http-request return status 200 content-type application/json string '{"status":"ok"}' if { path /health/live /health/ready }
${names.map((name) => `  http-request set-path /health/ready if { path /health/${name} }\n`).join('')}
  # Each service describes its own part of the API.
  acl undescribed path /openapi.json
${texts(commonProblems.routeNotFound(), 'undescribed')}
  http-request return status 404 ${answer(commonProblems.routeNotFound())} if undescribed
  http-request redirect code 308 location %[path]/ if { path /docs ${names.map((name) => `/docs/${name}`).join(' ')} }
  http-request return status 200 content-type "text/html; charset=utf-8" lf-string ${index(definitions)} if { path /docs/ }

${routes(definitions)}
${names.map((name) => `${backend(name)}  http-request replace-path '^/docs/${name}/(.*)' '/docs/\\1'\n`).join('\n')}
${backend('issuer')}`;
}

/**
 * Which backend a path goes to: the same table as in standalone, and the first line that matches. The path is the one that
 * the client sent, though its backend may be asked for another.
 */
function routes(definitions: readonly ServiceDefinition[]): string {
  const [first] = definitions;
  if (!first) throw new TypeError('There is no service to lead to.');
  const line = (owner: string, expression: string) =>
    `  use_backend ${owner} if { var(txn.path) -m reg '${expression}' }\n`;
  const own = definitions.map(({ name }) => line(name, `^/(docs|health)/${name}(/|$)`));
  const owned = routingTable(definitions.map(({ paths, name }) => ({ paths, owner: name })));
  return [
    '  # Whose a path is: the first that matches. What nobody owns, a service refuses in the form of all refusals.\n',
    ...own,
    line('issuer', '^/oidc(/|$)'),
    ...owned.map(({ expression, owner }) => line(owner, plain(expression))),
    `  default_backend ${first.name}\n`,
  ].join('');
}

/** A pattern's expression as every library of regular expressions reads it; the edge has the path without the query. */
const plain = ({ source }: RegExp): string => source.replaceAll('\\/', '/').replace('(?:[/?]|$)', '(/|$)');

/** Copies of one service, under one name. */
const backend = (name: string): string => `backend ${name}
  server-template ${name}- ${COPIES} ${name}:8080
`;

/** Of values of ours, which hold apostrophes, and nothing that is special between these quotes. */
function protecting(): string {
  const line = ([name, value]: [string, string]) =>
    `  http-after-response set-header ${name} "${value}" unless { res.fhdr(${name}) -m found }\n`;
  return Object.entries(protection()).map(line).join('');
}

/** Keeps the problem's texts in the language of the one who asks. */
function texts(problem: Problem, condition = ''): string {
  const set = (language: Language, when: string) => {
    const { detail, remedy = '' } = problemView(problem, language, '', '');
    return Object.entries({ detail, remedy })
      .map(([name, text]) => `  http-request set-var-fmt(txn.${name}) ${quoted(text)}${when}`)
      .join('\n');
  };
  const english = ['english', condition].filter(Boolean).join(' ');
  return [set('zh-CN', condition && ` if ${condition}`), set('en', ` if ${english}`)].join('\n');
}

/** A problem as the services answer it, the text put in when it is sent. */
function answer(problem: Problem): string {
  const view = { ...problemView(problem, 'en', '\0path', '\0id'), detail: '\0detail', remedy: '\0remedy' };
  const body = quoted(JSON.stringify(view))
    .replace('\\u0000path', '%[var(txn.path),json(utf8s)]')
    .replace('\\u0000id', '%[var(txn.id)]')
    .replace('\\u0000detail', '%[var(txn.detail),json(utf8s)]')
    .replace('\\u0000remedy', '%[var(txn.remedy),json(utf8s)]');
  const { retryAfter } = problem.type;
  const wait = retryAfter === undefined ? '' : ` hdr Retry-After ${retryAfter}`;
  return `content-type "application/problem+json; charset=utf-8" lf-string ${body}${wait} hdr Content-Language %[var(txn.language)]`;
}

function index(definitions: readonly ServiceDefinition[]): string {
  const items = definitions.map(({ name, title }) => `<li><a href="/docs/${name}/">${title}</a></li>`).join('');
  return quoted(
    `<!doctype html><html lang="en"><title>Huying 呼应</title><h1>Huying 呼应</h1><ul>${items}</ul></html>`,
  );
}

/** A word of HAProxy's in which nothing is special but the percent sign, and the quote that it cannot hold. */
function quoted(text: string): string {
  if (text.includes("'")) throw new TypeError(`HAProxy cannot quote an apostrophe: ${text}`);
  return `'${text.replaceAll('%', '%%')}'`;
}
