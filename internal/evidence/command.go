package evidence

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
)

// Exit codes of [Command].
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

const usage = `Verifies the evidence of a guest sync: that no record was altered, removed or inserted.

Usage: terraform-provider-multitenant evidence verify [flags] FILE

Records that are missing at the end, and a file that was replaced as a whole, show only
with -head: the attribute evidence_head of the guest sync.

`

// Command verifies a file and returns the exit code: 1 if the file is altered.
func Command(args []string, stdout, stderr io.Writer) int {
	logger := log.New(stderr, "evidence: ", 0)
	var anchor Anchor
	flags := flag.NewFlagSet("evidence verify", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		// An error means that the terminal is closed.
		_, _ = io.WriteString(stderr, usage)
		flags.PrintDefaults()
	}
	flags.Func("head", "`HEAD` that the file has to contain, or to continue", func(text string) error {
		var err error
		anchor.Head, err = ParseHead(text)
		return err
	})
	if len(args) == 0 || args[0] != "verify" {
		flags.Usage()
		if len(args) > 0 && (args[0] == "-h" || args[0] == "-help" || args[0] == "--help") {
			return exitOK
		}
		return exitUsage
	}
	switch err := flags.Parse(args[1:]); {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		return exitUsage
	case flags.NArg() != 1:
		logger.Print("name one FILE; flags precede it")
		return exitUsage
	}
	if err := verify(flags.Arg(0), anchor, stdout); err != nil {
		logger.Printf("%s: %v", flags.Arg(0), err)
		return exitFailure
	}
	return exitOK
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
