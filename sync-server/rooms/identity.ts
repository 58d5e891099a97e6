import { createHash } from 'node:crypto';
import type { Grant } from './access-port.ts';

/**
 * How a member is known to the others of a project: made from what they were let in by and what only they know, so
 * that it is the same in all tabs of one device and nobody can take on another's.
 */
export const lineUser = (grant: Grant, client: string): string => makeId('line', grant, client);

/** Stock clients say nothing of themselves but a number, which one member at a time can hold. */
export const stockUser = (grant: Grant, clientId: number): string => makeId('stock', grant, String(clientId));

function makeId(protocol: string, { projectId, linkId, account }: Grant, self: string): string {
	const words = JSON.stringify([protocol, projectId, account ? [account.userId] : linkId, self]);
	return createHash('sha256').update(words).digest().subarray(0, 16).toString('base64url');
}
