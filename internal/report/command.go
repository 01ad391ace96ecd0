package report

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/providerfile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/subcommand"
)

const usage = `Writes a report of a plan or a state: the tenants by cloud, both sides of each edge, users, findings and planned changes.
No tenant is read, and no credentials are needed; with -provider-file, the tenants of a provider block are read instead of a file.

Usage: terraform show -json PLANFILE | terraform-provider-multitenant report [flags] [FILE]
       terraform-provider-multitenant report -provider-file FILE [flags]

The input is the output of terraform show -json or tofu show -json, from FILE or the standard input.

`

// options are the flags of the command line.
type options struct {
	output, format string
	unmask         bool
	tenants        []givenTenant
	live           Live
	source         providerfile.Source
	ask            Ask
}

// givenTenant is what a flag says of a tenant that the file does not describe.
type givenTenant struct {
	key, cloud string
	domains    []string
}

// Command writes a report and returns the exit code. No file is written after an
// error. Live reads tenants; it may be nil where only files are read.
func (live Live) Command(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	o := options{live: live, format: formatHTML}
	return subcommand.Command{
		Name: "report", Usage: usage, Define: o.define, Problem: o.problem,
		Run: func(files []string) (int, error) { return subcommand.ExitOK, o.run(ctx, files, stdin, stdout) },
	}.Main(args, stderr)
}

// Command writes a report of a file, as [Live.Command] does.
func Command(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return Live(nil).Command(context.Background(), args, stdin, stdout, stderr)
}

// problem is what is wrong with the command line.
func (o *options) problem(files []string) string {
	switch {
	case len(files) > 1:
		return fmt.Sprintf("unexpected argument %q; flags precede the one FILE", files[1])
	case o.source.File != "" && len(files) > 0:
		return fmt.Sprintf("both -provider-file and the file %q are given", files[0])
	case o.source.File == "" && len(o.ask.edges) > 0:
		return "-edge needs -provider-file: the topology checks of a file name its edges"
	}
	return ""
}

func (o *options) define(flags *flag.FlagSet) {
	flags.StringVar(&o.output, "o", "", "`FILE` to write; the standard output by default")
	flags.Func("format", "`FORMAT`: html (default), or markdown for step summaries and pull requests", func(text string) error {
		if text != formatHTML && text != formatMarkdown {
			return errors.New("must be html or markdown")
		}
		o.format = text
		return nil
	})
	flags.BoolVar(&o.unmask, "unmask", false, "show ids and addresses in full")
	flags.Func("tenant", "`KEY=CLOUD[,DOMAIN...]`: cloud and domains of a tenant without a data source multitenant_tenant; may be repeated", func(text string) error {
		t, err := parseTenant(text)
		o.tenants = append(o.tenants, t)
		return err
	})
	o.source.AddFlags(flags)
	flags.BoolVar(&o.ask.Users, "users", true, "read external users of the tenants of -provider-file")
	flags.Func("edge", "`SOURCE:TARGET[=CAPABILITY,...]`: an edge to check with -provider-file; may be repeated", func(text string) error {
		e, err := parseEdge(text)
		o.ask.edges = append(o.ask.edges, e)
		return err
	})
}

// The formats of a report.
const (
	formatHTML     = "html"
	formatMarkdown = "markdown"
)

func parseTenant(text string) (givenTenant, error) {
	key, rest, _ := strings.Cut(text, "=")
	parts := strings.Split(rest, ",")
	t := givenTenant{key: key, cloud: parts[0], domains: parts[1:]}
	if key == "" || t.cloud == "" || !slices.ContainsFunc(clouds, func(c cloudRow) bool { return c.name == t.cloud }) {
		return t, errors.New("must be a key, = and a cloud: public, usgovernment, usgovernment_dod or china")
	}
	return t, nil
}

func (o *options) run(ctx context.Context, files []string, stdin io.Reader, stdout io.Writer) error {
	d, err := o.read(ctx, strings.Join(files, ""), stdin)
	if err != nil {
		return err
	}
	var report bytes.Buffer
	write := writeHTML
	if o.format == formatMarkdown {
		write = writeMarkdown
	}
	if err := write(&report, newView(d, o.tenants, o.unmask)); err != nil {
		return fmt.Errorf("print the report: %w", err)
	}
	if o.output == "" || o.output == "-" {
		if _, err := stdout.Write(report.Bytes()); err != nil {
			return fmt.Errorf("write the report: %w", err)
		}
		return nil
	}
	if err := os.WriteFile(o.output, report.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// read decodes a file, or reads tenants.
func (o *options) read(ctx context.Context, file string, stdin io.Reader) (*document, error) {
	if o.source.File == "" {
		return readInput(file, stdin)
	}
	if o.live == nil {
		return nil, errors.New("tenants cannot be read here, only files")
	}
	block, err := o.source.Read(os.LookupEnv)
	if err != nil {
		return nil, err
	}
	data, err := o.live(ctx, block, o.ask)
	if err != nil {
		return nil, fmt.Errorf("read the tenants: %w", err)
	}
	return readDocument(bytes.NewReader(data))
}

// readInput decodes a file, or the standard input.
func readInput(file string, stdin io.Reader) (*document, error) {
	if file == "" || file == "-" {
		return readDocument(stdin)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("open the input: %w", err)
	}
	return readDocument(bytes.NewReader(data))
}
