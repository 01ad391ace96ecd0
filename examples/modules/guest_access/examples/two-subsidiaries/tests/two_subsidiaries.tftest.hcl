# Runs on the emulator, as the tests of the module do.

run "both_subsidiaries" {
  assert {
    condition     = sort(keys(output.auditors)) == tolist(["ana.ruiz@contoso.example", "leo.maier@partner.example"])
    error_message = "The auditors are ${join(", ", keys(output.auditors))}."
  }
  assert {
    condition = {
      for tenant, people in output.project : tenant => keys(people)
      } == {
      contoso  = ["ben.ito@fabrikam.example"]
      fabrikam = ["eva.lind@contoso.example"]
    }
    error_message = "The project has ${jsonencode(output.project)}."
  }
}
