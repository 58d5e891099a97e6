import type { KeptRequest } from '../protocol/api/kept-request.ts';

/**
 * What a request is about, by its path: a project with everything in it, else whatever else the path names; `''` for the
 * account itself. Requests about one thing go in the order they were made, whatever becomes of others.
 */
export function subjectOf({ endpoint, input }: Pick<KeptRequest, 'endpoint' | 'input'>): string {
	const { params } = (input ?? {}) as { readonly params?: Readonly<Record<string, unknown>> };
	const projectId = params?.['projectId'];
	if (typeof projectId === 'string') return `project ${projectId}`;
	const named = Object.entries(params ?? {});
	return named.length === 0 ? '' : `${endpoint.split('/')[1] ?? ''} ${JSON.stringify(named)}`;
}

/** Those that may go, in their order: not what was refused, nor what waits behind that about the same thing. */
export function requestsToGo(requests: readonly KeptRequest[]): readonly KeptRequest[] {
	const stopped = new Set<string>();
	return requests.filter((request) => {
		if (request.state.kind === 'refused') stopped.add(subjectOf(request));
		return !stopped.has(subjectOf(request));
	});
}

/** The refused request that this one waits behind; null when none holds it up. */
export function stoppedBy(requests: readonly KeptRequest[], { key }: KeptRequest): KeptRequest | null {
	const place = requests.findIndex((one) => one.key === key);
	const request = requests[place];
	if (!request || request.state.kind === 'refused') return null;
	const subject = subjectOf(request);
	const before = requests.slice(0, place);
	return before.find(({ state, ...one }) => state.kind === 'refused' && subjectOf(one) === subject) ?? null;
}
