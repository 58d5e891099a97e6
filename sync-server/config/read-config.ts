import { dirname, join, resolve } from 'node:path';
import { err, ok, type Result } from '#lib/base/result.ts';
import { SETTINGS, type ServerConfig, type Setting, type SettingName } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type ConfigSources = {
	readonly environment: Environment;
	/** The installation: where the files are looked for, and what relative folders count from. */
	readonly root: string;
	/** The text of a file, or null when there is none. Throws when it cannot be read. */
	readonly readFile: (path: string) => string | null;
};

export type ReadConfig = {
	readonly config: ServerConfig;
	/** Which layer each value comes from: "default", a file's path, or a variable's name. */
	readonly origins: Readonly<Record<SettingName, string>>;
};

type Layer = {
	readonly origin: string;
	/** How the layer is named in messages: "port in /app/rastudios.config.json", "the environment variable PORT". */
	readonly nameOf: (name: SettingName) => string;
	readonly values: ReadonlyMap<SettingName, unknown>;
};

const PREFIX = 'RASTUDIOS_';
const ENVIRONMENT_NAME = 'RASTUDIOS_ENV';
const CONFIG_FILE = 'CONFIG_FILE';
const NAMES = Object.keys(SETTINGS) as SettingName[];

const declared = (name: SettingName): Setting<unknown> => SETTINGS[name];

/**
 * Defaults, then the file, then the file of the environment, then the environment's variables: the later wins. An
 * error is one line that names the key, the layer and what is allowed.
 */
export function readConfig(sources: ConfigSources): Result<ReadConfig, string> {
	const layers = readLayers(sources);
	if (!layers.ok) return layers;
	const values: Partial<Record<SettingName, unknown>> = {};
	const origins: Partial<Record<SettingName, string>> = {};
	for (const name of NAMES) {
		values[name] = placeFolder(declared(name), declared(name).byDefault, sources.root);
		origins[name] = 'default';
	}
	for (const layer of layers.value) {
		for (const [name, written] of layer.values) {
			const { kind, secret } = declared(name);
			const value = kind.read(written);
			if (value === undefined) {
				const shown = secret ? 'is something else' : `is ${JSON.stringify(written)}`;
				return err(`${layer.nameOf(name)} must be ${kind.allowed}, but ${shown}`);
			}
			values[name] = placeFolder(declared(name), value, sources.root);
			origins[name] = layer.origin;
		}
	}
	return ok({ config: values as ServerConfig, origins: origins as Record<SettingName, string> });
}

function placeFolder({ folder }: Setting<unknown>, value: unknown, root: string): unknown {
	return folder && typeof value === 'string' ? resolve(root, value) : value;
}

function readLayers(sources: ConfigSources): Result<Layer[], string> {
	const files = findFiles(sources);
	if (!files.ok) return files;
	const layers: Layer[] = [];
	for (const file of files.value) {
		const layer = readFileLayer(file, sources);
		if (!layer.ok) return layer;
		if (layer.value) layers.push(layer.value);
	}
	const variables = readVariables(sources.environment);
	return variables.ok ? ok([...layers, variables.value]) : variables;
}

/** A file somebody asked for by name must be there. */
type WantedFile = { readonly path: string; readonly askedBy: string | null };

function findFiles({ environment, root }: ConfigSources): Result<WantedFile[], string> {
	const asked = environment[CONFIG_FILE];
	const path = asked ? resolve(root, asked) : join(root, 'rastudios.config.json');
	const files = [{ path, askedBy: asked ? CONFIG_FILE : null }];
	const name = environment[ENVIRONMENT_NAME];
	if (!name) return ok(files);
	if (!/^[\w-]{1,40}$/.test(name)) {
		return err(
			`The environment variable ${ENVIRONMENT_NAME} must be a name like "production", but is ${JSON.stringify(name)}`,
		);
	}
	return ok([...files, { path: join(dirname(path), `rastudios.${name}.json`), askedBy: ENVIRONMENT_NAME }]);
}

function readFileLayer(
	{ path, askedBy }: WantedFile,
	{ readFile }: ConfigSources,
): Result<Layer | null, string> {
	let content: unknown;
	try {
		const text = readFile(path);
		if (text === null) {
			return askedBy
				? err(`There is no ${path}, which the environment variable ${askedBy} asks for`)
				: ok(null);
		}
		content = JSON.parse(text);
	} catch (cause) {
		return err(`The configuration file ${path} cannot be read: ${describeFailure(cause)}`);
	}
	if (typeof content !== 'object' || content === null || Array.isArray(content)) {
		return err(`The configuration file ${path} must hold one JSON object, like {"port": 4400}`);
	}
	const values = new Map<SettingName, unknown>();
	for (const [key, value] of Object.entries(content)) {
		const name = NAMES.find((known) => known === key);
		if (!name) return err(`${JSON.stringify(key)} in ${path} is no setting. ${suggest(key, NAMES)}`);
		values.set(name, value);
	}
	return ok({ origin: path, nameOf: (name) => `"${name}" in ${path}`, values });
}

// What JSON.parse quotes of the file may be a secret.
function describeFailure(cause: unknown): string {
	return cause instanceof Error ? cause.message.replace(/, (\.\.\.)?".*is not valid JSON$/s, '') : 'it fails';
}

function readVariables(environment: Environment): Result<Layer, string> {
	const values = new Map<SettingName, unknown>();
	const variables = NAMES.map((name) => declared(name).variable);
	for (const variable of Object.keys(environment)) {
		if (!variable.startsWith(PREFIX) || variable === ENVIRONMENT_NAME) continue;
		if (!variables.includes(variable)) {
			return err(`The environment variable ${variable} is no setting. ${suggest(variable, variables)}`);
		}
	}
	for (const name of NAMES) {
		const { variable, kind } = declared(name);
		// Empty means unset, as shells and containers write it.
		const written = environment[variable];
		if (written) values.set(name, kind.fromText(written));
	}
	const nameOf = (name: SettingName) => `The environment variable ${declared(name).variable}`;
	return ok({ origin: 'environment', nameOf, values });
}

/** The nearest name there is, or where all are. */
function suggest(wrong: string, names: readonly string[]): string {
	const [nearest] = names
		.map((name) => ({ name, distance: editDistance(wrong.toLowerCase(), name.toLowerCase()) }))
		.sort((a, b) => a.distance - b.distance);
	if (nearest && nearest.distance <= 3) return `Did you mean ${nearest.name}?`;
	return 'docs/operations.md lists all there are';
}

function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (const [i, letter] of [...a].entries()) {
		const next = [i + 1];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}
