import { ManualClock } from '#lib/base/clock.ts';
import { mintDocumentId, type DocumentId } from '#lib/base/ids.ts';
import type { Random } from '#lib/base/random.ts';
import { unwrap } from '#lib/base/result.ts';
import { addEntities } from '#lib/doc/commands/add-entities.ts';
import { addInstance } from '#lib/doc/commands/add-instance.ts';
import type { ContentKind, DocumentKind } from '#lib/doc/live-document.ts';
import { DocumentLedger } from './document-ledger.ts';
import { DocumentNetwork } from './document-network.ts';
import { Person } from './document-person.ts';
import { seedChance } from './seeded-chance.ts';

export const DAY = 86_400_000;
const NAMES = ['Ana', 'Ben', 'Cem', 'Dina', 'Eli'];

export type Version = { readonly documentId: DocumentId; readonly bytes: Uint8Array };

/** Some people, one project, and the wires between them. The same seed makes the same world. */
export class DocumentWorld {
	readonly random: Random;
	readonly network = new DocumentNetwork();
	readonly ledger = new DocumentLedger();
	readonly people: readonly Person[];
	readonly projectId: DocumentId;
	readonly #kinds = new Map<DocumentId, DocumentKind>();
	/** Earlier states that somebody kept. */
	readonly versions: Version[] = [];
	/** The documents of branches, and what they branched off. */
	readonly forks = new Map<DocumentId, DocumentId>();
	readonly clock = new ManualClock(20_000 * DAY);

	constructor(seed: number, count: number) {
		this.random = seedChance(seed);
		this.projectId = mintDocumentId();
		this.list(this.projectId, 'project');
		this.people = NAMES.slice(0, count).map((name) => new Person(this, name));
		this.network.stations.push(...this.people);
		this.#begin();
	}

	kindOf(id: DocumentId): DocumentKind {
		const kind = this.#kinds.get(id);
		if (kind) return kind;
		throw new Error(`There is no document ${id}.`);
	}

	/** Says that there is a document; whoever hears of it opens it. */
	list(id: DocumentId, kind: DocumentKind): void {
		this.#kinds.set(id, kind);
	}

	/** All documents of these kinds that exist by now. */
	documentsOf(...kinds: DocumentKind[]): DocumentId[] {
		return [...this.#kinds].filter(([, kind]) => kinds.includes(kind)).map(([id]) => id);
	}

	/** The document, and those it can be merged with: what happened in one may have come to all. */
	relativesOf(id: DocumentId): DocumentId[] {
		const source = this.forks.get(id) ?? id;
		return [source, ...[...this.forks.keys()].filter((fork) => this.forks.get(fork) === source)];
	}

	mintClient(): number {
		return Math.floor(this.random() * 2 ** 32);
	}

	dispose(): void {
		for (const person of this.people) person.close();
	}

	/** One of them makes a project with two scenes, a prefab and a script; everybody gets it. */
	#begin(): void {
		const [maker] = this.people as [Person];
		maker.open(this.projectId);
		maker.project.create('Game', this.clock.now());
		const list = (kind: ContentKind, title: string): DocumentId => {
			const id = unwrap(maker.project.addDocument(kind, title, this.random));
			this.list(id, kind);
			return id;
		};
		const options = { random: this.random };
		const tree = list('prefab', 'Tree');
		const children = ['Crown', 'Apple'].map((name) => ({ name, values: { mesh: true } }));
		unwrap(addEntities(maker.scene(tree), [{ name: 'Trunk', values: {}, children }], null, options));
		for (const title of ['Forest', 'Cave']) {
			const scene = maker.scene(list('scene', title));
			const drafts = ['Oak', 'Rock', 'Lamp'].map((name) => ({ name, values: {} }));
			unwrap(addEntities(scene, drafts, null, options));
			unwrap(addInstance(scene, maker.sources, tree, {}, options));
		}
		list('script', 'Door');
		this.network.settle();
		// What a project begins with is nothing to be undone.
		maker.reload({ ...maker.save(), stacks: JSON.stringify({ undo: [], redo: [] }) });
		this.network.settle();
	}
}
