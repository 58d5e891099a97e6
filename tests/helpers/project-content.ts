import { unwrap } from '#lib/base/result.ts';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { ProjectDocument } from '#lib/doc/project.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { readWhole } from './whole-project-file.ts';

/** All that people made of a project, as its file says it: for comparing with another moment, or another person. */
export async function projectContent(file: Buffer) {
	const { documents } = unwrap(await readWhole(new Uint8Array(file)));
	const lives = documents.map(({ id, kind, state }) => {
		const live = new LiveDocument(id, kind);
		live.applyV2(state, 'storage');
		return { kind, live };
	});
	const index = lives.find(({ kind }) => kind === 'project');
	if (!index) throw new Error('The file has no index');
	const project = new ProjectDocument(index.live).snapshot;
	const listed = new Map(project.documents.map(({ id, kind, title }) => [id, `${kind} ${title}`]));
	return {
		documents: [...listed.values()],
		assets: [...project.listedAssets.values()].map(({ hash, name }) => `${name} ${hash}`).toSorted(),
		scenes: lives
			.filter(({ kind, live }) => (kind === 'scene' || kind === 'prefab') && listed.has(live.id))
			.map(({ live }) => ({ title: listed.get(live.id), entities: entitiesOf(live) }))
			.toSorted((a, b) => (String(a.title) < String(b.title) ? -1 : 1)),
	};
}

/** The tree from its roots, every entity with all that is stored of it. */
function entitiesOf(live: LiveDocument) {
	const { entities, hierarchy } = new SceneDocument(live).snapshot;
	const read = (parent: Parameters<typeof hierarchy.childrenOf.get>[0]): unknown[] =>
		(hierarchy.childrenOf.get(parent) ?? []).map((id) => {
			const entity = entities.get(id);
			return { id, name: entity?.name, values: { ...entity?.values }, children: read(id) };
		});
	return read(null);
}
