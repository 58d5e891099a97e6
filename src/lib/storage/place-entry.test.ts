import { describe, expect, test } from 'vitest';
import { makeEntry } from '../../../tests/helpers/storage-rig.ts';
import { mintProjectId } from '../base/ids.ts';
import { placeEntry } from './place-entry.ts';
import type { ProjectEntry } from './ports.ts';

const mine = makeEntry(mintProjectId());
const joinedBy = (token: string | null, formerToken: string | null = null): ProjectEntry => ({
	...mine,
	...{ origin: 'joined', role: 'viewer', shared: true, claim: null, token, formerToken },
});
const tokens = ({ token, formerToken }: ProjectEntry) => ({ token, formerToken });

describe('[R145] a link that is followed', () => {
	test('is tried before what let this device in until then, which is kept', () => {
		expect(tokens(placeEntry(joinedBy('good'), joinedBy('new')))).toEqual({
			token: 'new',
			formerToken: 'good',
		});
	});

	test('puts out of the way what was never let in', () => {
		expect(tokens(placeEntry(joinedBy('made up', 'good'), joinedBy('new')))).toEqual({
			token: 'new',
			formerToken: 'good',
		});
	});

	test('may be one that is here already', () => {
		expect(tokens(placeEntry(joinedBy('good'), joinedBy('good')))).toEqual({
			token: 'good',
			formerToken: null,
		});
		expect(tokens(placeEntry(joinedBy('made up', 'good'), joinedBy('good')))).toEqual({
			token: 'good',
			formerToken: null,
		});
	});

	test('takes no project from its maker, and no token away', () => {
		expect(placeEntry({ ...mine, token: 'claimed' }, joinedBy('new'))).toMatchObject({
			...{ origin: 'mine', role: 'owner', token: 'claimed' },
		});
		expect(tokens(placeEntry(joinedBy('good', 'older'), joinedBy(null)))).toEqual({
			token: 'good',
			formerToken: 'older',
		});
	});
});
