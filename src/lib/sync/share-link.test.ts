import { describe, expect, it } from 'vitest';
import { mintProjectId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { formatShareLink, parseInvitation, parseShareLink } from './share-link.ts';

const NOW = 1_800_000_000_000;
const projectId = mintProjectId();

function tokenOf(claims: object): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	return `${part({ alg: 'EdDSA' })}.${part(claims)}.c2lnbmF0dXJl`;
}

describe('share links', () => {
	it('come back as what they were made of', () => {
		const token = tokenOf({ prj: projectId, role: 'editor' });
		const link = formatShareLink('http://localhost:4400', { projectId, token });
		expect(link).toBe(`http://localhost:4400/join/${projectId}#${token}`);
		expect(unwrap(parseShareLink(link, NOW))).toEqual({ projectId, token });
		expect(unwrap(parseInvitation(projectId, token, NOW))).toEqual({ projectId, token });
	});

	it.each([
		['no link at all', 'hello'],
		['another page', `http://localhost/studio/${projectId}#${tokenOf({})}`],
		['no token', `/join/${projectId}`],
		['a bad id', `/join/short#${tokenOf({})}`],
		['a cut token', `/join/${projectId}#${tokenOf({}).slice(0, 12)}`],
		['a token that is none', `/join/${projectId}#a.b.c`],
		['an endless token', `/join/${projectId}#${'a'.repeat(5_000)}.b.c`],
		["another project's token", `/join/${projectId}#${tokenOf({ prj: mintProjectId() })}`],
	])('are malformed with %s', (_, link) => {
		expect(parseShareLink(link, NOW)).toMatchObject({ ok: false, error: { reason: 'malformed' } });
	});

	it('expire when their token says so', () => {
		const until = (ms: number) => tokenOf({ prj: projectId, exp: ms / 1000 });
		expect(parseInvitation(projectId, until(NOW - 1_000), NOW)).toMatchObject({
			ok: false,
			error: { reason: 'expired' },
		});
		expect(parseInvitation(projectId, until(NOW + 1_000), NOW).ok).toBe(true);
	});
});
