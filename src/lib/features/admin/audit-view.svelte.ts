import { err, type Result } from '#lib/base/result.ts';
import { m } from '#lib/paraglide/messages.js';
import { checkAudit, exportAudit, listAudit, type AuditLine } from '#lib/protocol/api/audit.ts';
import type { AnswerOf } from '#lib/protocol/api/endpoint.ts';
import { listUsers, MAX_NAMES, nameUsers } from '#lib/protocol/api/users.ts';
import type { ApiProblem } from '#lib/sync/api-problem.ts';
import type { AdminPort } from './admin-port.ts';
import { problemText, sizeText } from './admin-words.ts';
import { handleIn, NO_FILTERS, toQuery, type AuditFields, type AuditQuery } from './audit-filter.ts';
import { PagedList, readPage, type PageRead } from './paged-list.svelte.ts';

/** The audit log: looked through by filters, taken away as a file, checked. It names people by ids; here they get names. */
export class AuditView {
	readonly list: PagedList<AuditLine>;
	#fields = $state.raw<AuditFields>(NO_FILTERS);
	/** Handles by id, of those who are still there. */
	#names = $state.raw<ReadonlyMap<string, string>>(new Map());
	#ids = new Map<string, string>();
	/** Whose names were asked for, also of those who are gone. */
	#asked = new Set<string>();
	#fieldProblem = $state.raw<string | null>(null);
	#exporting = $state.raw(false);
	#checking = $state.raw(false);
	#check = $state.raw<AnswerOf<typeof checkAudit> | null>(null);
	#applied: AuditQuery = {};
	readonly #port: AdminPort;

	constructor(port: AdminPort) {
		this.#port = port;
		this.list = new PagedList((cursor) => this.#page(cursor));
	}

	get fields(): AuditFields {
		return this.#fields;
	}
	/** Who was typed and is nobody. */
	get fieldProblem(): string | null {
		return this.#fieldProblem;
	}
	get exporting(): boolean {
		return this.#exporting;
	}
	get checking(): boolean {
		return this.#checking;
	}
	/** What came of the last check. */
	get check(): AnswerOf<typeof checkAudit> | null {
		return this.#check;
	}

	/** What a subject or an actor is called. */
	nameOf(id: string | null): string {
		if (id === null) return m.admin_audit_nobody();
		if (id === 'server') return m.admin_audit_server();
		const userId = id.startsWith('user:') ? id.slice(5) : id;
		return this.#names.get(userId) ?? (userId === id ? id : userId);
	}

	type(change: Partial<AuditFields>): void {
		this.#fields = { ...this.#fields, ...change };
		this.#fieldProblem = null;
	}

	/** Looks with what was typed. */
	async apply(): Promise<void> {
		if (!(await this.#resolve())) return;
		this.#applied = toQuery(this.#fields, (handle) => this.#ids.get(handle));
		this.list.clear();
		await this.list.first();
	}

	/** Looks for this alone, beside what is looked for already. */
	only(change: Partial<AuditFields>): Promise<void> {
		this.type(change);
		return this.apply();
	}

	clear(): Promise<void> {
		this.type(NO_FILTERS);
		return this.apply();
	}

	async exportFile(): Promise<void> {
		if (this.#exporting) return;
		const { store, toasts, save } = this.#port;
		this.#exporting = true;
		const file = await store.call(exportAudit, { query: this.#applied });
		this.#exporting = false;
		if (!file.ok) {
			toasts.show({ kind: 'error', text: problemText(file.error) });
			return;
		}
		const day = new Date(store.now()).toISOString().slice(0, 10);
		save(`audit-${day}.ndjson`, file.value);
		toasts.show({ kind: 'success', text: m.admin_audit_exported({ size: sizeText(file.value.size) }) });
	}

	async checkChain(): Promise<void> {
		if (this.#checking) return;
		this.#checking = true;
		this.#check = null;
		const checked = await this.#port.store.call(checkAudit, {});
		this.#checking = false;
		if (checked.ok) this.#check = checked.value;
		else this.#port.toasts.show({ kind: 'error', text: problemText(checked.error) });
	}

	async #page(cursor: string | null): Promise<Result<PageRead<AuditLine>, ApiProblem>> {
		const query = { ...this.#applied, ...(cursor !== null && { cursor }) };
		const read = await readPage(this.#port.store, listAudit, query);
		if (read.ok) await this.#learnNames(read.value.value.items);
		return read;
	}

	/** Names come with the lines; where they cannot be had, ids stay. */
	async #learnNames(lines: readonly AuditLine[]): Promise<void> {
		const people = lines.flatMap(({ actor, subject }) => [
			...(actor === null ? [] : [actor]),
			...(subject.startsWith('user:') ? [subject.slice(5)] : []),
		]);
		const unknown = [...new Set(people)].filter((id) => id.length === 22 && !this.#asked.has(id));
		if (unknown.length === 0) return;
		const ids = unknown.slice(0, MAX_NAMES);
		const named = await this.#port.store.read(nameUsers, { query: { ids: ids.join(',') } });
		if (!named.ok) return;
		for (const id of ids) this.#asked.add(id);
		const found = named.value.value.names.map(({ userId, handle }) => [userId, handle] as const);
		this.#names = new Map([...this.#names, ...found]);
		for (const [userId, handle] of found) this.#ids.set(handle, userId);
	}

	/** Finds whose handles were typed. False, and said, where one is nobody’s. */
	async #resolve(): Promise<boolean> {
		for (const typed of [this.#fields.actor, this.#fields.subject]) {
			const handle = handleIn(typed);
			if (handle === null || handle === 'server' || this.#ids.has(handle)) continue;
			const found = await this.#find(handle);
			if (found.ok) this.#ids.set(handle, found.value);
			else {
				const isNobody = found.error.code === 'not-found';
				this.#fieldProblem = isNobody ? m.admin_audit_no_user({ handle }) : problemText(found.error);
				return false;
			}
		}
		return true;
	}

	async #find(handle: string): Promise<Result<string, ApiProblem>> {
		const found = await this.#port.store.call(listUsers, { query: { handle, limit: '1' } });
		if (!found.ok) return found;
		// The first that begins so is the one that is called so, if anybody is.
		const [user] = found.value.items;
		if (user?.handle === handle) return { ok: true, value: user.userId };
		return err({ code: 'not-found', message: 'Nobody is called so' });
	}
}
