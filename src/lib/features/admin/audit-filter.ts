import type { RequestOf } from '#lib/protocol/api/endpoint.ts';
import type { exportAudit } from '#lib/protocol/api/audit.ts';

/** What somebody types to look through the log. */
export type AuditFields = {
	readonly actor: string;
	readonly act: string;
	readonly subject: string;
	readonly outcome: 'any' | 'done' | 'refused';
	/** As `<input type="datetime-local">` has it, in this place's own time. */
	readonly from: string;
	readonly to: string;
};

export const NO_FILTERS: AuditFields = { actor: '', act: '', subject: '', outcome: 'any', from: '', to: '' };

export type AuditQuery = RequestOf<typeof exportAudit>['query'];

const ID = /^[A-Za-z0-9_-]{22}$/;
const HANDLE = /^[a-z0-9_-]{3,32}$/;

/** The handle that was typed where an id is needed; null when it is none. */
export function handleIn(typed: string): string | null {
	const text = typed.trim();
	const handle = text.toLowerCase();
	return !ID.test(text) && HANDLE.test(handle) ? handle : null;
}

/** What the server is asked with; `idOf` knows those handles that were typed. */
export function toQuery(fields: AuditFields, idOf: (handle: string) => string | undefined): AuditQuery {
	const known = (typed: string) => {
		const handle = handleIn(typed);
		return (handle !== null && idOf(handle)) || typed.trim();
	};
	const actor = known(fields.actor);
	const subject = handleIn(fields.subject) === null ? fields.subject.trim() : `user:${known(fields.subject)}`;
	const from = timeOf(fields.from);
	const to = timeOf(fields.to);
	return {
		...(actor !== '' && { actor }),
		...(fields.act.trim() !== '' && { act: fields.act.trim() }),
		...(subject !== '' && { subject: subject === 'user:server' ? 'server' : subject }),
		...(fields.outcome !== 'any' && { outcome: fields.outcome }),
		...(from !== null && { from }),
		...(to !== null && { to }),
	};
}

function timeOf(local: string): string | null {
	const at = local === '' ? NaN : new Date(local).getTime();
	return Number.isNaN(at) ? null : String(at);
}
