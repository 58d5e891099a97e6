import api from '#lib/runtime/script/api.ts?raw';

const LIBRARY = import.meta.glob<string>(
	[
		'/node_modules/typescript/lib/lib.{es5,es20{15,16,17,18,19,20,21,22,23}*,decorators*}.d.ts',
		'!**/*.full.d.ts',
	],
	{ query: '?raw', import: 'default', eager: true },
);

export const LIBRARY_FOLDER = '/lib';
export const API_FILE = '/rastudios.d.ts';

/** What scripts are checked against: the language without a page, and what `rastudios` offers. */
export const libraryFiles: ReadonlyMap<string, string> = new Map([
	...Object.entries(LIBRARY).map(([path, text]): [string, string] => [
		`${LIBRARY_FOLDER}/${path.slice(path.lastIndexOf('/') + 1)}`,
		text,
	]),
	// As a module by name, so that names of it are found and imported without its being there.
	[
		API_FILE,
		`declare module 'rastudios' {\n${api.replaceAll('export declare ', 'export ')}\nexport {};\n}\n`,
	],
]);
