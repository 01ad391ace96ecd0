package evidence

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/subcommand"
)

const usage = `Verifies the evidence of a guest sync: that no record was altered, removed or inserted.

Usage: terraform-provider-multitenant evidence verify [flags] FILE

Records that are missing at the end, and a file that was replaced as a whole, show only
with -head: the attribute evidence_head of the guest sync.

`

// Command verifies a file and returns the exit code: 1 if the file is altered.
func Command(args []string, stdout, stderr io.Writer) int {
	var anchor Anchor
	command := subcommand.Command{
		Name: "evidence", Usage: usage, Define: anchor.define,
		Problem: func(files []string) string {
			if len(files) != 1 {
				return "name one FILE; flags precede it"
			}
			return ""
		},
		Run: func(files []string) (int, error) {
			if err := verify(files[0], anchor, stdout); err != nil {
				return subcommand.ExitFailure, fmt.Errorf("%s: %w", files[0], err)
			}
			return subcommand.ExitOK, nil
		},
	}
	if len(args) > 0 && args[0] == "verify" {
		return command.Main(args[1:], stderr)
	}
	help := command.Main([]string{"-h"}, stderr)
	if len(args) > 0 && slices.Contains([]string{"-h", "-help", "--help"}, args[0]) {
		return help
	}
	return subcommand.ExitUsage
}

func (a *Anchor) define(flags *flag.FlagSet) {
	flags.Func("head", "`HEAD` that the file has to contain, or to continue", func(text string) error {
		var err error
		a.Head, err = ParseHead(text)
		return err
	})
}

func verify(name string, anchor Anchor, stdout io.Writer) (err error) {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	s, err := Read(file, anchor)
	if err != nil {
		return err
	}
	_, err = io.WriteString(stdout, s.describe())
	return err
}

// describe is the output about a valid file.
func (s Summary) describe() string {
	text := fmt.Sprintf("valid: %d records in %d runs\n", s.Head.Number, s.Runs)
	if s.Head.Number > 0 {
		text += fmt.Sprintf("from %s to %s\nhome tenant %s\nresource tenant %s\nhead %s\n", s.First, s.Last, s.SourceTenant, s.TargetTenant, s.Head)
	}
	if s.Unfinished > 0 {
		text += fmt.Sprintf("%d changes have no result: their run was interrupted\n", s.Unfinished)
	}
	if s.Torn > 0 {
		text += fmt.Sprintf("the last %d bytes are an incomplete record: the run was interrupted\n", s.Torn)
	}
	return text
}
