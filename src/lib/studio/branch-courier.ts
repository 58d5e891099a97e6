import { Emitter } from '../base/emitter.ts';
import type { BranchId, DocumentId, ProjectId } from '../base/ids.ts';
import type { Dispose } from '../base/disposer.ts';
import type { DocumentKind } from '../doc/live-document.ts';
import type { BranchPlace } from './branch-copies.ts';
import { OpenDocument } from './open-document.ts';
import type { StudioParts } from './parts.ts';

/** Which documents lie at a place, as far as this device knows. */
export type Cargo = { readonly id: DocumentId; readonly kind: DocumentKind };

type Options = {
	readonly parts: StudioParts;
	readonly projectId: ProjectId;
	/** Where this session itself works: what lies there is on the line anyway. */
	readonly openPlace: BranchId | null;
	readonly canSend: () => boolean;
};

const MAIN = 'main';
const nameOf = (place: BranchId | null): string => place ?? MAIN;

/**
 * Carries the documents of branches that are not open between this device and the server. Nobody else would: documents
 * are joined where they are open. What a server has is noted on the device, place by place, and not carried again.
 */
export class BranchCourier {
	#options: Options;
	#changed = new Emitter<void>();
	#carried: Promise<unknown>;
	#unsent: ReadonlySet<string> = new Set();
	#closing = Promise.withResolvers<false>();
	#closed = false;

	/** What is open may be edited from now on: it counts as not sent, for whoever looks at it from elsewhere. */
	constructor(options: Options) {
		this.#options = options;
		this.#carried = this.#forget(options.openPlace);
	}

	/** How many places hold something a server may lack. */
	get unsent(): number {
		return this.#unsent.size;
	}

	onChange(listener: () => void): Dispose {
		return this.#changed.on(listener);
	}

	/** Sends, one after the other, what this device has of these places and no server is known to have. */
	send(places: readonly BranchPlace[], cargoOf: (place: BranchPlace) => Promise<readonly Cargo[]>): void {
		if (!this.#options.canSend() || this.#closed) return;
		const others = places.filter(({ branchId }) => branchId !== this.#options.openPlace);
		this.#setUnsent(new Set([...this.#unsent, ...others.map(({ branchId }) => nameOf(branchId))]));
		this.#carried = this.#carried.then(async () => {
			for (const place of others) {
				const name = nameOf(place.branchId);
				const isSent = (await this.#sent()).has(name) || (await this.#carry(place, await cargoOf(place)));
				if (!isSent) continue;
				await this.#note(name);
				this.#setUnsent(new Set([...this.#unsent].filter((other) => other !== name)));
			}
		});
	}

	/** Carries one place both ways, now. False: the server refused, or this session was closed before. */
	exchange(place: BranchPlace, cargo: readonly Cargo[]): Promise<boolean> {
		// One after the other: a document is on the line once.
		const carried = this.#carried.then(() => this.#carry(place, cargo));
		this.#carried = carried;
		return carried;
	}

	/** Something was written into a place that is not open. */
	async forget(place: BranchId | null): Promise<void> {
		await this.#carried;
		await this.#forget(place);
	}

	async close(): Promise<void> {
		this.#closed = true;
		this.#closing.resolve(false);
		this.#changed.clear();
		await this.#carried;
	}

	async #carry(place: BranchPlace, cargo: readonly Cargo[]): Promise<boolean> {
		const { parts, projectId } = this.#options;
		let all = true;
		for (const { id, kind } of cargo) {
			const storedAs = place.storedAs(id);
			if (storedAs === undefined) continue;
			if (this.#closed) return false;
			const opened = await OpenDocument.open(parts, projectId, id, kind, storedAs);
			if (!opened.ok) {
				all = false;
				continue;
			}
			all = (await Promise.race([this.#meet(opened.value), this.#closing.promise])) && all;
			await opened.value.close();
		}
		return all;
	}

	/** Resolves once both sides have all of each other; false when the server refuses. */
	#meet(open: OpenDocument): Promise<boolean> {
		const { promise, resolve } = Promise.withResolvers<boolean>();
		const look = () => {
			if (open.channel?.state.kind === 'refused') resolve(false);
			else if (open.met && (open.stored.waiting === 0 || !this.#options.canSend())) resolve(true);
		};
		open.onChange(look);
		open.join();
		look();
		return promise;
	}

	get #key(): string {
		return `places-sent:${this.#options.projectId}`;
	}

	async #sent(): Promise<ReadonlySet<string>> {
		const value = await this.#options.parts.storage.settings.get(this.#key);
		return new Set(Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []);
	}

	async #note(name: string): Promise<void> {
		const sent = await this.#sent();
		if (!sent.has(name)) await this.#options.parts.storage.settings.set(this.#key, [...sent, name]);
	}

	async #forget(place: BranchId | null): Promise<void> {
		const sent = await this.#sent();
		const rest = [...sent].filter((name) => name !== nameOf(place));
		if (rest.length < sent.size) await this.#options.parts.storage.settings.set(this.#key, rest);
	}

	#setUnsent(unsent: ReadonlySet<string>): void {
		this.#unsent = unsent;
		this.#changed.emit();
	}
}
