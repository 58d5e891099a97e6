import ts from 'typescript';
import { API_FILE, libraryFiles, LIBRARY_FOLDER } from './library-files.ts';
import type { ScriptSource } from './language-protocol.ts';
import { ScriptFile } from './script-file.ts';

/** What helps: what is null, misspelt or of another type. What nags is left out: types that could be written. */
const OPTIONS: ts.CompilerOptions = {
	target: ts.ScriptTarget.ES2023,
	module: ts.ModuleKind.ESNext,
	moduleResolution: ts.ModuleResolutionKind.Bundler,
	lib: ['lib.es2023.d.ts'],
	types: [],
	noEmit: true,
	isolatedModules: true,
	allowImportingTsExtensions: true,
	useDefineForClassFields: true,
	strict: true,
	noImplicitAny: false,
	noImplicitThis: false,
	strictPropertyInitialization: false,
	useUnknownInCatchVariables: false,
};

/** The scripts of a project and what they are checked against, as TypeScript wants files. */
export class LanguageHost implements ts.LanguageServiceHost {
	#byId = new Map<string, ScriptFile>();
	#byName = new Map<string, ScriptFile>();
	#library = new Map<string, ts.IScriptSnapshot>();
	#version = 0;

	file(id: string): ScriptFile | undefined {
		return this.#byId.get(id);
	}

	/** Takes over what the scripts say now. Of several with one name the first is imported by it. */
	setScripts(scripts: readonly ScriptSource[]): void {
		const before = this.#byId;
		this.#byId = new Map();
		this.#byName = new Map();
		for (const { id, name, text } of scripts) {
			let path = `/${name}.ts`;
			while (this.#byName.has(path)) path = path.replace(/\.ts$/, ' (again).ts');
			const known = before.get(id);
			const same = known?.name === path && known.text === text;
			const file = same ? known : new ScriptFile(path, text, ++this.#version);
			this.#byId.set(id, file);
			this.#byName.set(path, file);
		}
	}

	getCompilationSettings = (): ts.CompilerOptions => OPTIONS;
	getCurrentDirectory = (): string => '/';
	getDefaultLibFileName = (): string => `${LIBRARY_FOLDER}/lib.es2023.d.ts`;
	getScriptFileNames = (): string[] => [API_FILE, ...this.#byName.keys()];
	getScriptVersion = (path: string): string => String(this.#byName.get(path)?.version ?? 0);
	getProjectVersion = (): string => `${this.#version} ${[...this.#byName.keys()].join('\n')}`;
	fileExists = (path: string): boolean => this.readFile(path) !== undefined;
	readFile = (path: string): string | undefined => this.#byName.get(path)?.checked ?? libraryFiles.get(path);

	getScriptSnapshot = (path: string): ts.IScriptSnapshot | undefined => {
		const text = this.readFile(path);
		if (text === undefined) return undefined;
		if (!libraryFiles.has(path)) return ts.ScriptSnapshot.fromString(text);
		const known = this.#library.get(path) ?? ts.ScriptSnapshot.fromString(text);
		this.#library.set(path, known);
		return known;
	};

	/** `./Door` is the script of that name, wherever it stands; nothing else is a file. */
	resolveModuleNameLiterals = (
		literals: readonly ts.StringLiteralLike[],
	): readonly ts.ResolvedModuleWithFailedLookupLocations[] =>
		literals.map(({ text }) => {
			const path = text.startsWith('./') ? `/${text.slice(2).replace(/\.ts$/, '')}.ts` : '';
			const resolvedModule = this.#byName.has(path)
				? { resolvedFileName: path, extension: ts.Extension.Ts, resolvedUsingTsExtension: false }
				: undefined;
			return { resolvedModule };
		});
}
