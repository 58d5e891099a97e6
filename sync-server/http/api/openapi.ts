import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { nameOf, needsKey, type Endpoint, type Need } from '#lib/protocol/api/endpoint.ts';
import { ERROR_STATUS } from '#lib/protocol/errors.ts';
import { ApiError } from '#lib/protocol/api.ts';

type Json = { readonly [key: string]: unknown };

/** The calls as an OpenAPI 3.1 document. */
export function describeApi(endpoints: readonly Endpoint[], version: string): Json {
	const paths: Record<string, Record<string, Json>> = {};
	for (const endpoint of endpoints) {
		const path = `/api${endpoint.path.replace(/:(\w+)/g, '{$1}')}`;
		paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: describeCall(endpoint) };
	}
	return {
		openapi: '3.1.0',
		info: { title: 'RaStudios', version, description: 'The records of a RaStudios server over HTTP.' },
		paths,
		components: {
			securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
			schemas: { Refusal: schemaOf(ApiError, 'output') },
			responses: {
				Refusal: {
					description: `Why not: ${[...new Set(Object.values(ERROR_STATUS))].sort().join(', ')}`,
					content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
				},
			},
		},
	};
}

function describeCall(endpoint: Endpoint): Json {
	const { summary, body, needs } = endpoint;
	return {
		operationId: nameOf(endpoint)
			.toLowerCase()
			.replace(/[^a-z0-9]+/g, '-'),
		summary,
		description: `Needs ${describeNeed(needs)}.`,
		...(needs !== 'anybody' && { security: [{ bearer: [] }] }),
		parameters: [
			...fieldsOf(endpoint.params, 'path'),
			...fieldsOf(endpoint.query, 'query'),
			...headersOf(endpoint),
		],
		...(body && {
			requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
		}),
		responses: {
			...describeAnswer(endpoint),
			default: { $ref: '#/components/responses/Refusal' },
		},
	};
}

/** Who may call, in words. */
export function describeNeed(needs: Need): string {
	if (needs === 'anybody') return 'nothing: anybody may';
	if (needs === 'account') return 'an account';
	return 'global' in needs
		? `the permission ${needs.global}`
		: `the permission ${needs.project} in the project`;
}

function describeAnswer({ answer, status = 200, streams }: Endpoint): Json {
	if (streams) return { 200: { description: 'Of any length', content: { [streams]: {} } } };
	if (!answer) return { 204: { description: 'Done' } };
	return {
		[status]: {
			description: 'Done',
			content: { 'application/json': { schema: schemaOf(answer, 'output') } },
		},
	};
}

function fieldsOf(schema: GenericSchema | undefined, place: 'path' | 'query'): Json[] {
	if (!schema) return [];
	const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
		properties?: Record<string, Json>;
		required?: string[];
	};
	return Object.entries(properties).map(([name, field]) => ({
		name,
		in: place,
		required: place === 'path' || required.includes(name),
		schema: field,
	}));
}

function headersOf(endpoint: Endpoint): Json[] {
	const header = (name: string, required: boolean, schema: Json = { type: 'string' }) => ({
		name,
		in: 'header',
		required,
		schema,
	});
	return [
		...(needsKey(endpoint)
			? [header('Idempotency-Key', true, { type: 'string', pattern: '^[\\w-]{16,64}$' })]
			: []),
		...(endpoint.guarded ? [header('If-Match', false)] : []),
		...(endpoint.method === 'GET' && !endpoint.streams ? [header('If-None-Match', false)] : []),
	];
}

// What JSON Schema has no words for (a check by code) is left out: the server refuses it by name all the same.
function schemaOf(schema: GenericSchema, typeMode: 'input' | 'output'): Json {
	const { $schema: _draft, ...rest } = toJsonSchema(schema, {
		target: 'draft-2020-12',
		typeMode,
		errorMode: 'ignore',
	}) as Json;
	return rest;
}
