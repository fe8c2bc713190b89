// A peer: Spectral, with the JSON Schema of a file of systems as its one rule. A ruleset in YAML cannot refer to it.
const { readFileSync } = require("fs");
const { schema } = require("@stoplight/spectral-functions");

const systems = JSON.parse(readFileSync(process.env.SCHEMA));
const options = { allErrors: true, schema: systems };
module.exports = {
  rules: { systems: { given: "$", severity: "error", then: { function: schema, functionOptions: options } } },
};
