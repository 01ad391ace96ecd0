# Wait until the new guest can be found, after the resource that shows it:
# terraform apply -invoke=action.multitenant_await_address_book.ana
action "multitenant_await_address_book" "ana" {
  config {
    tenant  = "fabrikam"
    email   = "ana.ruiz@contoso.example"
    timeout = "1h"
  }
}
