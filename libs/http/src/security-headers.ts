import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** Answers one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

// An API has no pages: what a browser is made to show of it may load nothing, send nothing, and stand in no frame. A page of ours
// says itself what it needs. That a browser comes back by TLS only is said where TLS ends, which is before us.
const protect = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
  // For links of pages, for Internet Explorer 8, and for Flash.
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
});

/**
 * Puts on every answer of a server, whoever gives it, what protects those who read it in a browser, and that nobody keeps a
 * copy: most answers are about people. A route that knows better replaces a header. Every server of ours is made with it.
 */
export function protectedAnswers(answer: Answer): Answer {
  return (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    protect(request, response, () => answer(request, response));
  };
}

/** What it puts on an answer; for a server that is not of ours and stands before it. */
export function protection(): Record<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  protectedAnswers(() => undefined)(request, response);
  return Object.fromEntries(Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]));
}
