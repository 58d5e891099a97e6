import * as v from 'valibot';
import { endpoint } from './endpoint.ts';
import { pageOf, pageQuery } from './page.ts';

const word = (most: number) =>
	v.pipe(v.string(), v.regex(/^[\w:.-]+$/, 'has letters, digits and ":.-_"'), v.maxLength(most));
const time = v.pipe(
	v.string(),
	v.regex(/^\d{1,15}$/, 'must be milliseconds since 1970'),
	v.transform(Number),
);

/** By what the log can be searched; everything given has to hold. */
const filters = {
	/** The id of whoever did it. */
	actor: v.optional(word(64)),
	/** As `member.remove`. */
	act: v.optional(word(64)),
	/** To what it was done, as `project:<id>`. */
	subject: v.optional(word(120)),
	outcome: v.optional(v.picklist(['done', 'refused'])),
	/** From then on. */
	from: v.optional(time),
	/** Until before then. */
	to: v.optional(time),
};

/** One thing that happened. */
const AuditLine = v.object({
	seq: v.number(),
	at: v.number(),
	requestId: v.string(),
	act: v.string(),
	actor: v.nullable(v.string()),
	subject: v.string(),
	outcome: v.picklist(['done', 'refused']),
	details: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
	/** What the chain has come to with it, in hex. */
	hash: v.string(),
});
export type AuditLine = v.InferOutput<typeof AuditLine>;

const AuditQuery = v.strictObject({ ...pageQuery, ...filters });
export type AuditQuery = v.InferOutput<typeof AuditQuery>;
const ExportQuery = v.strictObject(filters);
export type AuditFilter = v.InferOutput<typeof ExportQuery>;

export const listAudit = endpoint({
	method: 'GET',
	path: '/admin/audit',
	needs: { global: 'admin.audit.read' },
	summary:
		'What happened on this server, newest first; a page may be short or empty and have a next all the same',
	query: AuditQuery,
	answer: pageOf(AuditLine),
});

export const exportAudit = endpoint({
	method: 'GET',
	path: '/admin/audit/export',
	needs: { global: 'admin.audit.export' },
	summary: 'The same as a file, a line of JSON for each thing that happened',
	query: ExportQuery,
	streams: 'application/x-ndjson',
});

export const checkAudit = endpoint({
	method: 'GET',
	path: '/admin/audit/check',
	needs: { global: 'admin.audit.export' },
	summary: 'Whether the log is whole: every line follows from the one before it',
	answer: v.object({
		/** Lines that are as they were written, from the first. */
		lines: v.number(),
		/** What the chain has come to with the last of them: compare it with one noted down earlier. */
		head: v.string(),
		/** The first line that is not as it was written, or is missing. */
		brokenAt: v.nullable(v.number()),
	}),
});
