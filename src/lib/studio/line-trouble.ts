import { assertNever } from '../base/assert.ts';
import type { DocumentId } from '../base/ids.ts';
import { CLOSE } from '../protocol/close-codes.ts';
import type { ChannelRefusal, ChannelState } from '../sync/channel-state.ts';
import type { ConnectionState } from '../sync/connection-state.ts';
import type { AccessRefusal, ProjectAccess } from '../sync/project-access.ts';

/**
 * What stands between one document and the server's copy. `epoch`: that one was begun anew. `refused`: the server
 * does not take our changes. `failing`: it cannot store or read just now.
 */
export type DocumentTrouble = 'epoch' | 'too-large' | 'refused' | 'failing';

export type TroubledDocument = { readonly id: DocumentId; readonly trouble: DocumentTrouble };

/** Why what is shared does not get to the server or from it, other than that it cannot be reached. Nothing here is lost. */
export type LineTrouble =
	| { readonly kind: 'epoch' | 'too-large' | 'refused'; readonly documents: readonly DocumentId[] }
	/** The link that let us in does so no more. */
	| { readonly kind: 'no-access'; readonly reason: Exclude<AccessRefusal, 'held'> }
	/** Changed here while its person was signed out: they are asked whether that goes as theirs. */
	| { readonly kind: 'held' }
	/** This app is older, or newer, than the server can speak with. */
	| { readonly kind: 'too-old' | 'too-new' }
	/** The server ended the connection for good, for a reason of its own. */
	| { readonly kind: 'closed'; readonly message: string }
	/** The server's store is full or fails; it is asked again by itself. */
	| { readonly kind: 'failing' }
	/** The server said that it restarts. */
	| { readonly kind: 'restarting' };

export type TroubleKind = LineTrouble['kind'];

const NAMED = ['epoch', 'too-large', 'refused'] as const;

/** What the trouble is after a channel's state changed. A store that failed is well again when it took something. */
export function nextTrouble(before: DocumentTrouble | null, state: ChannelState): DocumentTrouble | null {
	switch (state.kind) {
		case 'synced':
			return null;
		case 'refused':
			return troubleOf(state.reason);
		case 'waiting':
			return state.code === 'unavailable' || state.code === 'server' ? 'failing' : before;
		case 'syncing':
			return before;
		case 'offline':
			return before === 'failing' ? null : before;
		default:
			return assertNever(state);
	}
}

function troubleOf(reason: ChannelRefusal): DocumentTrouble | null {
	switch (reason) {
		case 'epoch':
		case 'too-large':
			return reason;
		case 'invalid':
		case 'not-found':
			return 'refused';
		// What our role or link is says so itself.
		case 'forbidden':
		case 'unauthorized':
			return null;
		default:
			return assertNever(reason);
	}
}

export type LineFacts = {
	readonly access: ProjectAccess;
	readonly connection: ConnectionState;
	readonly documents: readonly TroubledDocument[];
};

/** The gravest of what is wrong: what only a person can mend comes before what passes by itself. */
export function lineTrouble({ access, connection, documents }: LineFacts): LineTrouble | null {
	for (const kind of NAMED) {
		const ids = documents.filter(({ trouble }) => trouble === kind).map(({ id }) => id);
		if (ids.length > 0) return { kind, documents: ids };
	}
	if (access.kind === 'refused') {
		const { reason } = access;
		return reason === 'held' ? { kind: 'held' } : { kind: 'no-access', reason };
	}
	if (connection.kind === 'refused') return readClose(connection);
	if (documents.some(({ trouble }) => trouble === 'failing')) return { kind: 'failing' };
	return connection.kind === 'waiting' && connection.restarting ? { kind: 'restarting' } : null;
}

function readClose({ code, message }: Extract<ConnectionState, { kind: 'refused' }>): LineTrouble {
	if (code === CLOSE.protocolTooOld) return { kind: 'too-old' };
	if (code === CLOSE.protocolTooNew) return { kind: 'too-new' };
	return { kind: 'closed', message };
}
