interface Route {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

/** The routes of a server, to tell an unknown path (404) from a known path with another method (405). */
export class RouteTable {
  private readonly routes: Route[] = [];

  add(url: string, methods: readonly string[]): void {
    if (url.includes('*')) return;
    this.routes.push({ pattern: routePattern(url), methods });
  }

  /** Methods of all routes with this path, sorted; empty when there is none. */
  allowedMethods(path: string): readonly string[] {
    const methods = new Set<string>();
    for (const route of this.routes) {
      if (route.pattern.test(path)) for (const method of route.methods) methods.add(method);
    }
    return [...methods].sort();
  }
}

function routePattern(url: string): RegExp {
  const source = url
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '[^/]+' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}$`);
}
