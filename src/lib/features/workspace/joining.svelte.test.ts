import { describe, expect, it } from 'vitest';
import { mintProjectId } from '#lib/base/ids.ts';
import { Joining } from './joining.svelte.ts';

const NOW = 1_700_000_000_000;
const encode = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '');
const token = (claims: object) => `${encode({ alg: 'EdDSA' })}.${encode(claims)}.c2ln`;

function setup({ name = '', fragment }: { name?: string; fragment?: string } = {}) {
	const projectId = mintProjectId();
	const joined: { id: string; token: string }[] = [];
	const gone: string[] = [];
	const identity = { name, rename: (text: string) => void (identity.name = text) };
	const joining = new Joining({
		studio: { identity, joinProject: async (id, token) => void joined.push({ id, token }) },
		projectId,
		fragment: fragment ?? token({ prj: projectId }),
		now: NOW,
		onjoined: (id) => gone.push(id),
	});
	return { projectId, joining, joined, gone, identity };
}

describe('joining by a link', () => {
	it('goes straight in when the others would see a name', async () => {
		const { projectId, joining, joined, gone } = setup({ name: 'Ana' });
		await joining.begin();
		expect(joined.map(({ id }) => id)).toEqual([projectId]);
		expect(gone).toEqual([projectId]);
	});

	it('asks for a name first, and takes it', async () => {
		const { joining, joined, gone, identity } = setup();
		await joining.begin();
		expect(joining.step.kind).toBe('name');
		expect(joined).toEqual([]);
		await joining.join('  Jo ');
		expect(identity.name.trim()).toBe('Jo');
		expect(gone).toHaveLength(1);
	});

	it('lets a guest in without one', async () => {
		const { joining, gone, identity } = setup();
		await joining.begin();
		await joining.join('');
		expect(identity.name).toBe('');
		expect(gone).toHaveLength(1);
	});

	it('explains a link that was cut or has expired, and joins nothing', async () => {
		const cut = setup({ fragment: 'abc' });
		await cut.joining.begin();
		expect(cut.joining.step).toMatchObject({ kind: 'refused', title: 'This link does not work' });
		const expired = setup({ fragment: token({ exp: NOW / 1000 - 1 }) });
		await expired.joining.begin();
		expect(expired.joining.step).toMatchObject({ kind: 'refused', title: 'This link has expired' });
		expect([...cut.joined, ...expired.joined]).toEqual([]);
	});
});
