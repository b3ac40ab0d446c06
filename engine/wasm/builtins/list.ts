/**
 * The one list of built-in functions a policy may call. Capabilities are OPA's own, filtered by {@link builtinNames};
 * the loader refuses a policy that asks for anything else.
 *
 * What is missing is missing on purpose: clock, randomness, network, tokens, certificates, tracing, templates, and
 * whatever OPA calls deprecated. Same input, same policy: same answer.
 */

/** Built-ins that OPA 1.22.2 carries inside the wasm it compiles. The host never sees a call of them. */
export const wasmBuiltins: readonly string[] = [
  ...['abs', 'and', 'array.concat', 'array.flatten', 'array.reverse', 'array.slice'],
  ...['base64.decode', 'base64.encode', 'base64.is_valid', 'base64url.decode', 'base64url.encode'],
  ...['bits.and', 'bits.lsh', 'bits.negate', 'bits.or', 'bits.rsh', 'bits.xor'],
  ...['ceil', 'concat', 'contains', 'count', 'div', 'endswith', 'equal', 'floor', 'format_int'],
  ...['glob.match', 'graph.reachable', 'gt', 'gte', 'indexof'],
  ...['internal.member_2', 'internal.member_3', 'internal.template_string', 'intersection'],
  ...['is_array', 'is_boolean', 'is_null', 'is_number', 'is_object', 'is_set', 'is_string'],
  ...['json.filter', 'json.is_valid', 'json.marshal', 'json.remove', 'json.unmarshal'],
  ...['lower', 'lt', 'lte', 'max', 'min', 'minus', 'mul', 'neq', 'net.cidr_contains', 'net.cidr_intersects'],
  ...['numbers.range', 'object.filter', 'object.get', 'object.keys', 'object.remove', 'object.union'],
  ...['object.union_n', 'or', 'plus', 'product', 'regex.find_all_string_submatch_n', 'regex.is_valid', 'regex.match'],
  ...['rem', 'replace', 'round', 'sort', 'split', 'startswith', 'strings.replace_n', 'strings.reverse', 'substring'],
  ...['sum', 'to_number', 'trim', 'trim_left', 'trim_prefix', 'trim_right', 'trim_space', 'trim_suffix', 'type_name'],
  ...['union', 'upper', 'walk'],
];

/** Built-ins that this folder implements in TypeScript and the host gives to the wasm. */
export const hostBuiltins: readonly string[] = [
  'base64url.encode_no_pad',
  ...['crypto.hmac.equal', 'crypto.hmac.md5', 'crypto.hmac.sha1', 'crypto.hmac.sha256', 'crypto.hmac.sha512'],
  ...['crypto.md5', 'crypto.sha1', 'crypto.sha256'],
  ...['glob.quote_meta', 'graph.reachable_paths', 'hex.decode', 'hex.encode', 'indexof_n'],
  ...['json.marshal_with_options', 'json.patch'],
  ...['net.cidr_contains_matches', 'net.cidr_expand', 'net.cidr_is_valid', 'net.cidr_merge'],
  ...['numbers.range_step', 'object.subset'],
  ...['regex.find_n', 'regex.replace', 'regex.split', 'regex.template_match'],
  ...['semver.compare', 'semver.is_valid', 'sprintf'],
  ...['strings.any_prefix_match', 'strings.any_suffix_match', 'strings.count', 'strings.split_n'],
  ...['time.add_date', 'time.clock', 'time.date', 'time.diff', 'time.format', 'time.parse_duration_ns'],
  ...['time.parse_ns', 'time.parse_rfc3339_ns', 'time.weekday'],
  ...['units.parse', 'units.parse_bytes'],
  ...['urlquery.decode', 'urlquery.decode_object', 'urlquery.encode', 'urlquery.encode_object'],
];

/** Names the compiler itself replaces or erases: they are needed in the capabilities, and never called. */
export const compilerBuiltins: readonly string[] = [
  'assign',
  'eq',
  'print',
  'rego.metadata.chain',
  'rego.metadata.rule',
];

/** Every name a policy may use, sorted: what OPA's capabilities are filtered by. */
export const builtinNames: readonly string[] = [...wasmBuiltins, ...hostBuiltins, ...compilerBuiltins].sort();
