import type { DocumentId, ProjectId } from '../../base/ids.ts';
import { unwrap } from '../../base/result.ts';
import { LiveDocument } from '../../doc/live-document.ts';
import type { ProjectDocument } from '../../doc/project.ts';
import { listReadyScript, readyScript } from '../../doc/ready-script.ts';
import { addStarter } from '../../doc/starter-update.ts';
import { BEHAVIOURS } from '../../runtime/behaviours/behaviours.ts';
import type { NewDocument } from '../../storage/ports.ts';
import type { DocumentOf, Starter } from './starter.ts';

type Parts = { readonly documents: readonly NewDocument[]; readonly documentOf: DocumentOf };

/** Lists the scripts and prefabs of a starter in a project, and writes them. */
export async function addStarterParts(
	projectId: ProjectId,
	project: ProjectDocument,
	starter: Starter,
): Promise<Parts> {
	const scripts = (await textsOf(starter)).map(([name, text]) => readyScript(projectId, name, text));
	for (const script of scripts) unwrap(listReadyScript(project, script), `listing the script ${script.name}`);
	// All are listed before any is written: what a prefab holds may name the others.
	const prefabs = Object.entries(starter.prefabs ?? {}).map(([name, build]) => {
		return { name, build, id: unwrap(project.addDocument('prefab', name), `listing the prefab ${name}`) };
	});
	const ids = new Map([...scripts, ...prefabs].map(({ name, id }) => [name, id]));
	const documentOf: DocumentOf = (name): DocumentId => {
		const id = ids.get(name);
		if (!id) throw new Error(`The starter ${starter.id} asked for “${name}”, which it does not bring.`);
		return id;
	};
	const written = prefabs.map(({ name, build, id }): NewDocument => {
		const document = new LiveDocument(id, 'prefab');
		unwrap(addStarter(document, build(documentOf)), `building the prefab ${name}`);
		const state = document.encodeState();
		document.destroy();
		return { id, kind: 'prefab', state };
	});
	const texts = scripts.map(({ id, state }): NewDocument => ({ id, kind: 'script', state }));
	return { documents: [...texts, ...written], documentOf };
}

/** The scripts of a starter, in the order in which they run. */
async function textsOf({ behaviours = [], scripts = {} }: Starter): Promise<[name: string, text: string][]> {
	const ready = BEHAVIOURS.filter(({ name }) => behaviours.includes(name));
	const texts = await Promise.all(
		ready.map(async ({ name, text }): Promise<[string, string]> => [name, await text()]),
	);
	return [...texts, ...Object.entries(scripts)];
}
