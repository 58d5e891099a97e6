import { PROJECT_FILE_EXTENSION } from '../../storage/project-file/project-file.ts';

/** “Tavern at dusk” → `Tavern at dusk.rastudio`, without what file systems refuse. */
export function fileNameOf(title: string): string {
	const name = title
		.toWellFormed()
		.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ')
		.replace(/\s+/g, ' ')
		.replace(/^[ .]+|[ .]+$/g, '')
		.slice(0, 120);
	return `${name === '' ? 'project' : name}${PROJECT_FILE_EXTENSION}`;
}

/** The same, so that no two of one folder have one name, on file systems that know no case either. */
export function freeFileName(title: string, taken: Set<string>): string {
	const first = fileNameOf(title);
	const stem = first.slice(0, -PROJECT_FILE_EXTENSION.length);
	let name = first;
	for (let number = 2; taken.has(name.toLowerCase()); number++) {
		name = `${stem} (${number})${PROJECT_FILE_EXTENSION}`;
	}
	taken.add(name.toLowerCase());
	return name;
}
