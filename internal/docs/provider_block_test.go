package docs_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// removed makes a plan configure the provider without a request to any tenant.
const removed = `
resource "multitenant_b2b_invitation" "removed" {
  count  = 0
  tenant = "contoso"
  email  = "nobody@contoso.example"
}
`

// TestProviderBlocksAreAccepted plans with every provider block of a document or an
// example, in the environment of a job in GitHub Actions.
func TestProviderBlocksAreAccepted(t *testing.T) {
	t.Setenv("ACTIONS_ID_TOKEN_REQUEST_URL", "https://pipelines.example/token")
	t.Setenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "not a token")
	for _, block := range providerBlocks(t) {
		t.Run(block.file, func(t *testing.T) {
			config := block.config + removed
			if !strings.Contains(config, "required_providers") {
				config = acctest.Requirements + config
			}
			run(t, []resource.TestStep{{Config: config, PlanOnly: true}})
		})
	}
}

// providerBlock is a configuration of the provider in a document or an example.
type providerBlock struct{ file, config string }

// codeBlock is a fenced block of HCL in a Markdown file.
var codeBlock = regexp.MustCompile("(?s)\n```(?:terraform|hcl)\n(.*?)\n```")

func providerBlocks(t *testing.T) []providerBlock {
	t.Helper()
	var found []providerBlock
	for _, file := range examples(t, "provider/*.tf") {
		found = append(found, providerBlock{file, text(t, "examples", file)})
	}
	for _, file := range documents(t) {
		for _, block := range codeBlock.FindAllStringSubmatch(text(t, file), -1) {
			// An ellipsis marks an incomplete block.
			if strings.Contains(block[1], `provider "multitenant"`) && !strings.Contains(block[1], "…") {
				found = append(found, providerBlock{file, block[1] + "\n"})
			}
		}
	}
	return found
}
