// Writes the sample projects of this folder with the writer of today: `node tests/samples/project-files/make-samples.ts FOLDER`.
// What is committed is never written again; see README.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import * as Y from 'yjs';
import {
	hashAsset,
	mintDocumentId,
	mintProjectId,
	type AssetHash,
	type DocumentId,
} from '../../../src/lib/base/ids.ts';
import { unwrap } from '../../../src/lib/base/result.ts';
import { addBranch } from '../../../src/lib/doc/branches/branch-list.ts';
import { addEntities, type EntityDraft } from '../../../src/lib/doc/commands/add-entities.ts';
import { removeEntities } from '../../../src/lib/doc/commands/remove-entities.ts';
import { LiveDocument, type ContentKind, type DocumentKind } from '../../../src/lib/doc/live-document.ts';
import { pageBody } from '../../../src/lib/doc/page.ts';
import { ProjectDocument } from '../../../src/lib/doc/project.ts';
import { SceneDocument } from '../../../src/lib/doc/scene.ts';
import { addStarter } from '../../../src/lib/doc/starter-update.ts';
import { loadStarterModel, type StarterModel } from '../../../src/lib/engine/starter-assets.ts';
import type { ProjectFileDocument } from '../../../src/lib/storage/project-file/project-file.ts';
import { GAME_IDS, loadStarter, STARTER_IDS } from '../../../src/lib/studio/starters/starters.ts';
import { pngImage } from '../../helpers/made-files.ts';
import { writeWhole, type WholeProjectFile } from '../../helpers/whole-project-file.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const EXPORTED_AT = Date.UTC(2026, 10, 21, 9);

/** A project in the making: an index and the documents it lists. */
class SampleProject {
	readonly id = mintProjectId();
	readonly index = new LiveDocument(this.id as string as DocumentId, 'project');
	readonly project = new ProjectDocument(this.index);
	readonly documents: ProjectFileDocument[] = [];
	readonly assets: { readonly hash: AssetHash; readonly bytes: Bytes }[] = [];
	thumbnail: Bytes | null = null;

	constructor(title: string) {
		this.project.create(title, EXPORTED_AT - 86_400_000);
	}

	add(kind: ContentKind, title: string, fill: (document: LiveDocument) => void): DocumentId {
		const id = unwrap(this.project.addDocument(kind, title));
		this.addUnlisted(id, kind, title, fill);
		return id;
	}

	addUnlisted(
		id: DocumentId,
		kind: DocumentKind,
		title: string,
		fill: (document: LiveDocument) => void,
	): void {
		const document = new LiveDocument(id, kind);
		fill(document);
		this.documents.push({ id, kind, title, state: document.encodeState() });
	}

	async asset(name: string, type: 'model' | 'image', bytes: Bytes): Promise<AssetHash> {
		const hash = await hashAsset(bytes);
		unwrap(this.project.addAsset({ hash, name, type, bytes: bytes.length }));
		this.assets.push({ hash, bytes });
		return hash;
	}

	finish(): WholeProjectFile {
		const { title, createdAt } = this.project.snapshot;
		const index = { id: this.index.id, kind: 'project' as const, title, state: this.index.encodeState() };
		const documents = [index, ...this.documents];
		const { id: projectId, assets, thumbnail } = this;
		return { projectId, title, createdAt, exportedAt: EXPORTED_AT, documents, assets, thumbnail };
	}
}

const filled =
	(...drafts: EntityDraft[]) =>
	(document: LiveDocument): void =>
		void unwrap(addEntities(new SceneDocument(document), drafts, null));

const BOX: EntityDraft = {
	name: 'Box',
	values: { position: [1, 2, 3], mesh: true, 'mesh.geometry': 'box' },
	children: [{ name: 'Lamp', values: { light: true, 'light.intensity': 4 } }],
};

function empty(): WholeProjectFile {
	const sample = new SampleProject('Empty');
	sample.add('scene', 'Scene 1', () => {});
	return sample.finish();
}

async function starter(id: (typeof STARTER_IDS)[number]): Promise<WholeProjectFile> {
	const sample = new SampleProject(`Starter ${id}`);
	const { models, build } = await loadStarter(id);
	const hashes = new Map<StarterModel, AssetHash>();
	for (const model of models) {
		hashes.set(model, await sample.asset(`${model}.glb`, 'model', await loadStarterModel(model)));
	}
	await sample.asset('stripes.png', 'image', new Uint8Array(pngImage(8, 8)));
	const drafts = build(hashes, (name) => {
		throw new Error(`A sample has no documents besides its scene, and was asked for ${name}.`);
	});
	sample.add('scene', 'Scene 1', (scene) => void unwrap(addStarter(scene, drafts)));
	sample.thumbnail = new Uint8Array(pngImage(16, 9));
	return sample.finish();
}

/** Every kind of document, deleted ones, an unknown kind, instances and scripts, and a branch with its copies. */
function everything(): WholeProjectFile {
	const sample = new SampleProject('Café « Ü » 🏰');
	const prefab = sample.add('prefab', 'Barrel', filled(BOX));
	const script = sample.add('script', 'Door', (document) =>
		document.ydoc.getText('text').insert(0, 'export function open() {\n\treturn true; // 🚪\n}\n'),
	);
	const scene = sample.add('scene', 'Cellar', (document) => {
		filled(BOX, {
			name: 'Barrel 1',
			values: { prefab: true, 'prefab.source': prefab, script: true, 'script.source': script },
		})(document);
		const [gone] = unwrap(addEntities(new SceneDocument(document), [{ name: 'Gone', values: {} }], null));
		unwrap(removeEntities(new SceneDocument(document), [gone!]));
	});
	sample.add('page', 'Story', (document) => {
		const paragraph = new Y.XmlElement('paragraph');
		paragraph.insert(0, [new Y.XmlText('The keeper lights the lamp at dusk.')]);
		pageBody(document).insert(0, [paragraph]);
	});
	const removed = sample.add('scene', 'Attic', filled({ name: 'Dust', values: {} }));
	unwrap(sample.project.setDocumentRemoved(removed, true));
	const song = mintDocumentId();
	sample.index.edit('sample', 'edit', (edit) =>
		edit.create('documents', song, { kind: 'song', title: 'Drinking song', order: 'a9' }),
	);
	sample.addUnlisted(song, 'song' as DocumentKind, 'Drinking song', ({ ydoc }) =>
		ydoc.getText('notes').insert(0, 'la la'),
	);
	const [indexCopy, sceneCopy] = [mintDocumentId(), mintDocumentId()];
	const copyOf = (id: DocumentId) => sample.documents.find((document) => document.id === id)!.state;
	const state = sample.index.encodeState();
	sample.addUnlisted(indexCopy, 'project', sample.project.snapshot.title, (copy) =>
		copy.applyV2(state, 'import'),
	);
	sample.addUnlisted(sceneCopy, 'scene', 'Cellar', (copy) => copy.applyV2(copyOf(scene), 'import'));
	const copies = new Map([
		[sample.index.id, indexCopy],
		[scene, sceneCopy],
	]);
	unwrap(addBranch(sample.index, 'Night', EXPORTED_AT - 1_000, copies));
	return sample.finish();
}

/** What a project joined by link is while its assets are on their way. */
async function withoutAssets(): Promise<WholeProjectFile> {
	const sample = new SampleProject('On its way');
	const image = await sample.asset('stripes.png', 'image', new Uint8Array(pngImage(4, 4)));
	sample.add(
		'scene',
		'Scene 1',
		filled({ name: 'Picture', values: { sprite: true, 'sprite.image': image } }),
	);
	return { ...sample.finish(), assets: [] };
}

/** One scene with all it needs, as a file of its own; with its history, two versions of which are equal. */
async function scene(): Promise<WholeProjectFile> {
	const sample = new SampleProject('Cellar');
	const image = await sample.asset('stripes.png', 'image', new Uint8Array(pngImage(4, 4)));
	const inner = sample.add('prefab', 'Nail', filled(BOX));
	const prefab = sample.add('prefab', 'Barrel', filled(instanceOf('Nail 1', inner)));
	const main = sample.add(
		'scene',
		'Cellar',
		filled(instanceOf('Barrel 1', prefab), {
			name: 'Wall',
			values: { material: true, 'material.colorMap': image },
		}),
	);
	const earlier = new LiveDocument(main, 'scene');
	filled({ name: 'Before', values: {} })(earlier);
	const state = new Uint8Array(earlier.encodeState());
	const hash = await hashAsset(state);
	const version = { documentId: main, kind: 'scene', schema: 2, hash, assets: [image] } as const;
	const author = { id: 'a'.repeat(22), name: 'Ada' };
	const versions = [
		{ ...version, author, createdAt: EXPORTED_AT - 20_000, label: null, reason: 'timed' as const },
		{
			...version,
			author,
			createdAt: EXPORTED_AT - 10_000,
			label: 'Before the feast',
			reason: 'named' as const,
		},
	];
	const history = { versions, states: new Map([[hash, state]]) };
	return { ...sample.finish(), more: { scope: 'scene', main, history } };
}

const instanceOf = (name: string, source: DocumentId): EntityDraft => ({
	name,
	values: { prefab: true, 'prefab.source': source },
});

async function write(folder: string, name: string, file: WholeProjectFile, full?: number): Promise<void> {
	const blob = unwrap(await writeWhole(file, full === undefined ? {} : { full }), name);
	writeFileSync(path.join(folder, `${name}.rastudio`), new Uint8Array(await blob.arrayBuffer()));
}

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Name the folder to write to.');
mkdirSync(folder, { recursive: true });
await write(folder, 'empty', empty());
const scenes = STARTER_IDS.filter((id) => !GAME_IDS.includes(id));
for (const id of scenes) await write(folder, `starter-${id}`, await starter(id));
await write(folder, 'everything', everything());
await write(folder, 'without-assets', await withoutAssets());
await write(folder, 'scene-with-history', await scene());
// Places from 1,000 on in 64 bits, as they are from 4 GiB on.
await write(folder, 'places-in-64-bits', await starter('campfire'), 1_000);
