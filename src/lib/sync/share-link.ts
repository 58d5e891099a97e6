import { parseProjectId, type ProjectId } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';

/** What a share link gives away: a project, and the token that says what its bearer may do there. */
export type Invitation = { readonly projectId: ProjectId; readonly token: string };

export type ShareLinkProblem = { readonly reason: 'malformed' | 'expired'; readonly message: string };

const MAX_TOKEN_LENGTH = 2048;
const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** The token rides in the fragment, which browsers never send to a server or in a referrer. */
export function formatShareLink(origin: string, { projectId, token }: Invitation): string {
	return new URL(`/join/${projectId}#${token}`, origin).href;
}

/** Reads a whole link, or just its `/join/…#…` part. `now` in milliseconds since the Unix epoch. */
export function parseShareLink(link: string, now: number): Result<Invitation, ShareLinkProblem> {
	const url = URL.parse(link, 'https://link.invalid');
	const [, join, id, ...rest] = url?.pathname.split('/') ?? [];
	if (!url || join !== 'join' || rest.join('') !== '') return malformed('it does not lead to a project');
	return parseInvitation(id ?? '', url.hash.slice(1), now);
}

/** Reads the two parts of a link: the route's parameter, and the fragment without its `#`. */
export function parseInvitation(
	id: string,
	fragment: string,
	now: number,
): Result<Invitation, ShareLinkProblem> {
	const projectId = parseProjectId(id);
	if (!projectId.ok) return malformed(projectId.error);
	if (fragment === '') return malformed('the part behind "#" is missing');
	if (fragment.length > MAX_TOKEN_LENGTH || !TOKEN.test(fragment)) {
		return malformed('the part behind "#" was cut or changed');
	}
	const claims = readClaims(fragment);
	if (!claims) return malformed('the part behind "#" was cut or changed');
	const { prj, exp } = claims;
	if (prj !== undefined && prj !== projectId.value)
		return malformed('its two halves are of different projects');
	if (typeof exp === 'number' && exp * 1000 <= now) {
		return err({ reason: 'expired', message: 'This link has expired. Ask for a new one' });
	}
	return ok({ projectId: projectId.value, token: fragment });
}

function malformed(why: string): Result<never, ShareLinkProblem> {
	const message = `This link is not complete (${why}). Copy it again, all of it, or ask for a new one`;
	return err({ reason: 'malformed', message });
}

// Only a hint read before the server is asked: nothing here checks the signature.
function readClaims(token: string): { readonly [claim: string]: unknown } | null {
	try {
		const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
		const bytes = Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0));
		const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
		return typeof claims === 'object' && claims !== null ? { ...claims } : null;
	} catch {
		return null; // whatever it was, it is not the middle of a token
	}
}
