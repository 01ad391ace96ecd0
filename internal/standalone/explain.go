package standalone

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/providerfile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/subcommand"
)

// The verdicts as exit codes of [Commands.Explain].
const (
	exitCan     = subcommand.ExitOK
	exitCannot  = 3
	exitUnknown = 4
)

const explainUsage = `Explains, gate by gate, why a user of one tenant can or cannot work in another, and which changes are needed.
It reads what the data source multitenant_explain reads, with the permissions of that page, and changes nothing.

Usage: terraform-provider-multitenant explain -provider-file FILE -who USER -into TENANT [flags]

The exit code is 0 if the user can, 3 if the user cannot, and 4 if that is unknown; 1 is a failure, and 2 a wrong flag.

`

// questions are the answers of the data source, in their order.
var questions = []string{"sign_in", "share_channel", "be_found", "show_free_busy"}

const everyQuestion = "all"

// explanation are the flags of the command line.
type explanation struct {
	source                           providerfile.Source
	who, from, into, question, about string
	asJSON                           bool
}

// Explain explains the access of a user, and returns the exit code.
func (c Commands) Explain(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var x explanation
	return subcommand.Command{
		Name: "explain", Usage: explainUsage, Define: x.define, Problem: x.problem,
		Run: func([]string) (int, error) { return x.run(ctx, c, stdout) },
	}.Main(args, stderr)
}

func (x *explanation) define(flags *flag.FlagSet) {
	x.source.AddFlags(flags)
	flags.StringVar(&x.who, "who", "", "`USER`: object id, user principal name or email address in the home tenant")
	flags.StringVar(&x.into, "into", "", "`TENANT`: key of the resource tenant")
	flags.StringVar(&x.from, "from", "", "`TENANT`: key of the home tenant; by default the tenant with the domain of the user, or the only other one")
	flags.StringVar(&x.question, "question", questions[0], "`QUESTION`: "+strings.Join(questions, ", ")+" or "+everyQuestion)
	flags.StringVar(&x.about, "application", "", "`APPLICATION` of the sign-in: an id, or a keyword such as Office365, the default")
	flags.BoolVar(&x.asJSON, "json", false, "print the attributes of the data source as JSON")
}

// problem is what is wrong with the command line.
func (x *explanation) problem(rest []string) string {
	switch {
	case len(rest) > 0:
		return fmt.Sprintf("unexpected argument %q", rest[0])
	case x.source.File == "" || x.who == "" || x.into == "":
		return "-provider-file, -who and -into are needed; explain -h lists the flags"
	case x.question != everyQuestion && !slices.Contains(questions, x.question):
		return fmt.Sprintf("there is no question %q; the questions are: %s, %s", x.question, strings.Join(questions, ", "), everyQuestion)
	}
	return ""
}

func (x *explanation) run(ctx context.Context, c Commands, stdout io.Writer) (int, error) {
	block, err := x.source.Read(os.LookupEnv)
	if err != nil {
		return 0, err
	}
	configured, err := c.configure(ctx, block)
	if err != nil {
		return 0, err
	}
	if x.from == "" {
		if x.from, err = x.home(ctx, configured, block); err != nil {
			return 0, err
		}
	}
	config := object{"user": x.who, "home_tenant": x.from, "tenant": x.into}
	if x.about != "" {
		config["application"] = x.about
	}
	found, err := configured.readData(ctx, "multitenant_explain", config)
	if err != nil {
		return 0, err
	}
	answers, _ := found["answers"].(object)
	if x.question != everyQuestion {
		answers = object{x.question: answers[x.question]}
		found["answers"] = answers
	}
	if x.asJSON {
		encoder := json.NewEncoder(stdout)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(found)
	} else {
		_, err = io.WriteString(stdout, x.text(answers))
	}
	return codeOf(answers), err
}

// home is the home tenant of the user, if the command line does not name it.
func (x *explanation) home(ctx context.Context, c *client, block json.RawMessage) (string, error) {
	tenants, err := tenantsOf(block)
	if err != nil {
		return "", err
	}
	others := slices.DeleteFunc(tenants, func(key string) bool { return key == x.into })
	switch len(others) {
	case 0:
		return "", fmt.Errorf("the provider block has no tenant but %q, and the home tenant of the user is another one", x.into)
	case 1:
		return others[0], nil
	}
	_, domain, _ := strings.Cut(x.who, "@")
	for _, key := range others {
		t, err := c.readData(ctx, "multitenant_tenant", object{"tenant": key})
		if err != nil {
			return "", fmt.Errorf("find the home tenant of the user, which -from names otherwise: %w", err)
		}
		domains, _ := t["verified_domains"].([]any)
		if slices.ContainsFunc(domains, func(d any) bool { return strings.EqualFold(fmt.Sprint(d), domain) }) {
			return key, nil
		}
	}
	return "", fmt.Errorf("no tenant has the domain of %q: -from names the home tenant of the user, one of %s", x.who, strings.Join(others, ", "))
}

// codeOf is the exit code for the verdicts of answers.
func codeOf(answers object) int {
	code := exitCan
	for _, a := range answers {
		answer, _ := a.(object)
		switch answer["verdict"] {
		case "cannot":
			code = exitCannot
		case "unknown":
			if code == exitCan {
				code = exitUnknown
			}
		}
	}
	return code
}

// text describes answers for a terminal, without color.
func (x *explanation) text(answers object) string {
	var b strings.Builder
	for _, question := range questions {
		answer, asked := answers[question].(object)
		if !asked {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s of %s in %s, %s: %s\n\n", x.who, x.from, x.into, question, answer["verdict"])
		gates, _ := answer["gates"].([]any)
		for _, g := range gates {
			gate, _ := g.(object)
			fmt.Fprintf(&b, "  %s %-8s%s (%s, %s)\n", glyphs[fmt.Sprint(gate["state"])], gate["state"], gate["gate"], gate["tenant"], gate["setting"])
			for _, column := range []string{"read", "detail"} {
				if text, _ := gate[column].(string); text != "" {
					fmt.Fprintf(&b, "            %s\n", strings.ReplaceAll(text, "\n", "\n            "))
				}
			}
		}
		changes, _ := answer["changes"].([]any)
		for i, c := range changes {
			if i == 0 {
				b.WriteString("\nA smallest set of changes that opens the closed gates:\n\n")
			}
			change, _ := c.(object)
			fmt.Fprintf(&b, "  - %s, %s: %s\n", change["tenant"], change["setting"], change["change"])
		}
	}
	return b.String()
}

// glyphs show the states of gates without color, as reports do.
var glyphs = map[string]string{"open": "✓", "closed": "✕", "unknown": "?"}
