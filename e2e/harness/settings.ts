/**
 * One model of each kind of vendor. `Crumbs` is a plan of about 0.60 USD a day, which is what its only member can use
 * before paying: one long answer of the dear model. `more` may be settings of the file itself, or tables.
 */
export function settings(vendor: string, more = ''): string {
  return `
push_services = ["${vendor}"]
${more}
[[providers]]
id = "openai-like"
kind = "openai"
base_url = "${vendor}/v1"
api_key = "e2e"

[[providers]]
id = "anthropic-like"
kind = "anthropic"
base_url = "${vendor}"
api_key = "e2e"

[[models]]
id = "steady"
name = "Steady"
provider = "openai-like"
input_usd_per_mtok = "1.00"
output_usd_per_mtok = "2.00"
context_tokens = 16000
max_output_tokens = 1024

[[models]]
id = "muse"
name = "Muse"
provider = "anthropic-like"
images = true
input_usd_per_mtok = "1.00"
output_usd_per_mtok = "2.00"
context_tokens = 16000
max_output_tokens = 1024

[[models]]
id = "dear"
name = "Dear"
provider = "openai-like"
input_usd_per_mtok = "100.00"
output_usd_per_mtok = "1000.00"
context_tokens = 16000
max_output_tokens = 1024

[[plans]]
code = "crumbs"
name = "Crumbs"
seats = 2
price = "2.00 USD"
credit_usd = "18.00"
`;
}
