import { describe, expect, it } from 'vitest';
import { mintDocumentId, mintProjectId } from '../base/ids.ts';
import { unwrap } from '../base/result.ts';
import { setText } from './commands/edit-script.ts';
import { LiveDocument } from './live-document.ts';
import { ProjectDocument } from './project.ts';
import { listReadyScript, readyScript } from './ready-script.ts';
import { ScriptDocument } from './script.ts';

const projectId = mintProjectId();
const TEXT = 'export default class Spin {}\n';
const spin = readyScript(projectId, 'Spin', TEXT);

const openProject = () => {
	const project = new ProjectDocument(new LiveDocument(mintDocumentId(), 'project'));
	project.create('Game', 0);
	return project;
};
const openScript = (state = spin.state) => {
	const document = new LiveDocument(spin.id, 'script');
	document.applyV2(state, 'import');
	return new ScriptDocument(document);
};
function exchange(one: LiveDocument, other: LiveDocument): void {
	const [ours, theirs] = [one.encodeState(), other.encodeState()];
	one.applyV2(theirs, 'network');
	other.applyV2(ours, 'network');
}
const titles = ({ snapshot }: ProjectDocument) => snapshot.documents.map(({ title }) => title);

describe('[T64] a ready script in a project', () => {
	it('is the same wherever it is made, and another in other projects, with another text, and beside it', () => {
		expect(readyScript(projectId, 'Spin', TEXT)).toEqual(spin);
		const others = [
			readyScript(mintProjectId(), 'Spin', TEXT),
			readyScript(projectId, 'Spin', `${TEXT}\n`),
			readyScript(projectId, 'Turn', TEXT),
			readyScript(projectId, 'Spin', TEXT, 2),
		];
		expect(new Set([spin, ...others].map(({ id }) => id)).size).toBe(5);
	});

	it('that two people take while they are apart is there once, with what each of them wrote', () => {
		const [ada, ben] = [openScript(), openScript()];
		unwrap(setText(ada, `// Ada\n${TEXT}`));
		unwrap(setText(ben, `${TEXT}// Ben\n`));
		exchange(ada.document, ben.document);
		expect(ada.snapshot.text).toBe(`// Ada\n${TEXT}// Ben\n`);
		expect(ben.snapshot.text).toBe(ada.snapshot.text);
	});

	it.each([
		['renamed', (project: ProjectDocument) => project.renameDocument(spin.id, 'Carousel'), ['Carousel']],
		['deleted', (project: ProjectDocument) => project.setDocumentRemoved(spin.id, true), []],
	] as const)('is listed once for both, and stays %s, by whichever of them', (_, change, expected) => {
		for (const changer of [0, 1]) {
			const people = [openProject(), openProject()] as const;
			for (const project of people) unwrap(listReadyScript(project, spin));
			unwrap(change(people[changer]!));
			exchange(people[0].document, people[1].document);
			for (const project of people) expect(titles(project)).toEqual(expected);
		}
	});

	it('comes last, under a name that no other has', () => {
		const project = openProject();
		for (const title of ['Level', 'Spin']) unwrap(project.addDocument('script', title));
		unwrap(listReadyScript(project, spin));
		expect(titles(project)).toEqual(['Level', 'Spin', 'Spin 2']);
	});

	it('is put back under the name it was given, where it was deleted', () => {
		const project = openProject();
		unwrap(listReadyScript(project, spin));
		unwrap(project.renameDocument(spin.id, 'Carousel'));
		unwrap(project.setDocumentRemoved(spin.id, true));
		unwrap(listReadyScript(project, spin));
		expect(titles(project)).toEqual(['Carousel']);
		unwrap(listReadyScript(project, spin));
		expect(titles(project)).toEqual(['Carousel']);
	});
});
