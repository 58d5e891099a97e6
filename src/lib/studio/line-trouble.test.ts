import { describe, expect, it } from 'vitest';
import { mintDocumentId } from '../base/ids.ts';
import { CLOSE } from '../protocol/close-codes.ts';
import type { ChannelRefusal, ChannelState } from '../sync/channel-state.ts';
import type { ConnectionState } from '../sync/connection-state.ts';
import type { ProjectAccess } from '../sync/project-access.ts';
import { lineTrouble, nextTrouble, type DocumentTrouble, type LineFacts } from './line-trouble.ts';

const waiting = (code: Extract<ChannelState, { kind: 'waiting' }>['code']): ChannelState => ({
	kind: 'waiting',
	retryAt: 0,
	code,
	message: '',
});
const refused = (reason: ChannelRefusal): ChannelState => ({ kind: 'refused', reason, message: '' });

describe("a document's trouble", () => {
	it('a store that fails does so until it took something, however often it is asked', () => {
		let trouble: DocumentTrouble | null = null;
		const states = [waiting('unavailable'), { kind: 'syncing' }, waiting(null)] as const;
		for (const state of states) trouble = nextTrouble(trouble, state);
		expect(trouble).toBe('failing');
		expect(nextTrouble(trouble, { kind: 'synced' })).toBeNull();
		// Without a line nobody knows how the store is now.
		expect(nextTrouble(trouble, { kind: 'offline' })).toBeNull();
	});

	it.each([
		['epoch', 'epoch'],
		['too-large', 'too-large'],
		['invalid', 'refused'],
		['not-found', 'refused'],
		['forbidden', null],
		['unauthorized', null],
	] as const)('[L20] [L23] a refusal as %s is %s, and stays so offline', (reason, trouble) => {
		const after = nextTrouble(null, refused(reason));
		expect(after).toBe(trouble);
		expect(nextTrouble(after, { kind: 'offline' })).toBe(trouble);
		expect(nextTrouble(after, { kind: 'syncing' })).toBe(trouble);
	});

	it('what passes by itself is none', () => {
		for (const code of [null, 'gap', 'rate-limited'] as const)
			expect(nextTrouble(null, waiting(code))).toBeNull();
	});
});

describe("a project's trouble", () => {
	const id = mintDocumentId();
	const calm: LineFacts = {
		access: { kind: 'granted', role: 'editor' },
		connection: { kind: 'online' },
		documents: [],
	};
	const closed = (code: number): ConnectionState => ({ kind: 'refused', code, message: 'why' });
	const revoked: ProjectAccess = { kind: 'refused', reason: 'revoked', message: '' };

	it('names the documents, and comes before what passes by itself', () => {
		const documents = [
			{ id: mintDocumentId(), trouble: 'failing' },
			{ id, trouble: 'too-large' },
		] as const;
		expect(lineTrouble({ ...calm, documents, access: revoked })).toEqual({
			kind: 'too-large',
			documents: [id],
		});
		expect(lineTrouble({ ...calm, documents: [documents[0]] })).toEqual({ kind: 'failing' });
	});

	it('[L26] says which side is too old, and what other final ends there are', () => {
		const kindOf = (code: number) => lineTrouble({ ...calm, connection: closed(code) })?.kind;
		expect(kindOf(CLOSE.protocolTooOld)).toBe('too-old');
		expect(kindOf(CLOSE.protocolTooNew)).toBe('too-new');
		expect(kindOf(CLOSE.badFrame)).toBe('closed');
	});

	it('says that the link ended rather than that the line did', () => {
		expect(lineTrouble({ ...calm, access: revoked, connection: closed(CLOSE.revoked) })).toEqual({
			kind: 'no-access',
			reason: 'revoked',
		});
	});

	it('a server that restarts says so; one that is merely away is no trouble', () => {
		const away = { kind: 'waiting', retryAt: 0, reason: '' } as const;
		expect(lineTrouble({ ...calm, connection: { ...away, restarting: true } })).toEqual({
			kind: 'restarting',
		});
		expect(lineTrouble({ ...calm, connection: { ...away, restarting: false } })).toBeNull();
		expect(lineTrouble(calm)).toBeNull();
	});
});
