import type { KeptRequest } from '../../protocol/api/kept-request.ts';

/** What the table holds: of the row's shape only this much is relied upon, another build may have written it. */
export type OutboxRow = Pick<KeptRequest, 'key' | 'account' | 'order' | 'revision'>;

/** What stands after writing `next` where `stored` is: a first revision comes where nothing is, a later one only after earlier ones. */
export function placeRequest<Row extends OutboxRow>(stored: Row | undefined, next: Row): Row | undefined {
	if (stored === undefined) return next.revision === 0 ? next : undefined;
	return next.revision > stored.revision ? next : stored;
}
