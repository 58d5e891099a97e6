import type { ErrorCode } from '../protocol/errors.ts';

/** How far one document is with the server. Whatever it says, edits go on locally. */
export type ChannelState =
	| { readonly kind: 'offline' }
	| { readonly kind: 'syncing' }
	/** What each side had when they met is on both; later edits follow as they are made. */
	| { readonly kind: 'synced' }
	/** The server could not just now; `code`: its own word for why, null when it did not answer. */
	| {
			readonly kind: 'waiting';
			readonly retryAt: number;
			readonly code: ErrorCode | null;
			readonly message: string;
	  }
	/** The server will not; `too-large` and `forbidden` still receive what others do. */
	| { readonly kind: 'refused'; readonly reason: ChannelRefusal; readonly message: string };

export type ChannelRefusal = 'forbidden' | 'unauthorized' | 'not-found' | 'invalid' | 'too-large' | 'epoch';

/** What an error about a document means for good; null when trying again may help. */
export function refusalOf(code: ErrorCode): ChannelRefusal | null {
	switch (code) {
		case 'forbidden':
		case 'unauthorized':
		case 'not-found':
		case 'invalid':
		case 'too-large':
		case 'epoch':
			return code;
		case 'rate-limited':
		case 'server':
		case 'unavailable':
		case 'gap':
		case 'quota': // from here on about assets
		case 'storage-full':
		case 'conflict':
		case 'mismatch':
		case 'stale': // about records
			return null;
	}
}
