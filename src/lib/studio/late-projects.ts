import { err, ok, type Result } from '../base/result.ts';
import type { ProjectsClient } from '../sync/projects-client.ts';
import { explainCause, type ProjectsProblem } from '../sync/projects-problem.ts';

/** What a server is asked about a project, apart from the line. */
export type ProjectsPort = Pick<ProjectsClient, keyof ProjectsClient>;

/** Its code comes with the first question. Where that cannot be had, no server can be reached: the next one asks again. */
export function lateProjects(load: () => Promise<ProjectsPort>): ProjectsPort {
	let client: ProjectsPort | null = null;
	const bring = async (): Promise<Result<ProjectsPort, ProjectsProblem>> => {
		try {
			return ok((client ??= await load()));
		} catch (cause) {
			return err(explainCause(cause));
		}
	};
	const ask = async <T>(question: (client: ProjectsPort) => Promise<Result<T, ProjectsProblem>>) => {
		const here = await bring();
		return here.ok ? question(here.value) : here;
	};
	return {
		register: (...given) => ask((here) => here.register(...given)),
		createLink: (...given) => ask((here) => here.createLink(...given)),
		listLinks: (...given) => ask((here) => here.listLinks(...given)),
		revokeLink: (...given) => ask((here) => here.revokeLink(...given)),
		missingAssets: (...given) => ask((here) => here.missingAssets(...given)),
		sendAsset: (...given) => ask((here) => here.sendAsset(...given)),
		fetchAsset: async (project, token, hash, options = {}) => {
			const here = await bring();
			if (here.ok) return here.value.fetchAsset(project, token, hash, options);
			return { blob: options.after ?? null, problem: here.error };
		},
	};
}
